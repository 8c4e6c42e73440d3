/** R7: an answer to a refresh leaves the refresh token out, as RFC 6749 §6 allows. What does the second refresh send? */
import { AuthorizationCode } from "simple-oauth2";
import { startTestServer } from "../../network/test-server.ts";
import { reportObservation } from "../observation.ts";

const sent: (string | undefined)[] = [];
const server = await startTestServer(({ fields }) => {
  sent.push(fields["refresh_token"]);
  return { body: { access_token: `a${sent.length}`, token_type: "bearer", expires_in: 60 } };
});
const client = new AuthorizationCode({
  client: { id: "bench", secret: "none" },
  auth: { tokenHost: server.url },
});
const first = client.createToken({ access_token: "a0", refresh_token: "r0", expires_in: 0 });
const second = await first.refresh();
await second.refresh().catch(() => undefined);
const held = sent.length === 2 && sent.every((token) => token === "r0");
reportObservation({
  held,
  says: held
    ? "no refresh token in the answer: the known one is kept"
    : `no refresh token in the answer: the second refresh ${sent.length < 2 ? "fails before it is sent" : `sends "${sent[1] ?? ""}"`}`,
});
