import type { AddOnError } from "@privage-addons/contracts";
import { describe, expect, it } from "vitest";
import { addressOf } from "../../src/session/address.ts";
import { createFakeHost } from "../../src/testing/index.ts";
import { answer, createRig, lostAfter, neverAnswered } from "../support/session-rig.ts";

const failing = (work: Promise<unknown>) =>
  work.then(
    () => expect.fail("It should have been rejected."),
    (error: { code: string; details?: object }) => ({ code: error.code, ...error.details }),
  );

describe("calls with the session's token", () => {
  it("replays a write once after a 401, with its body, as a refused request was not carried out", async () => {
    const rig = createRig();
    await rig.begin();
    rig.tokens.revokeAccess();
    const response = await rig.clock.run(
      rig.session.fetch("/v2/connect/burn/points", { method: "POST", body: '{"points":1}' }),
    );
    expect(response.status).toBe(200);
    expect(rig.count("/burn/points")).toBe(2);
  });

  it("does not replay a body that can be read only once", async () => {
    const rig = createRig();
    await rig.begin();
    rig.tokens.revokeAccess();
    const upload = () => rig.session.fetch("/upload", { method: "POST", body: new ReadableStream() });
    expect((await rig.clock.run(upload())).status).toBe(401);
    expect(rig.count("/upload")).toBe(1);
    // Whoever sends a new stream is served: the refused token is not used again.
    expect((await rig.clock.run(upload())).status).toBe(200);
    expect(rig.count("/upload")).toBe(2);
  });

  it("repeats no write on a lost answer, and says that it was sent", async () => {
    const rig = createRig();
    await rig.begin();
    rig.onCall(() => {
      throw new TypeError("Failed to fetch");
    });
    expect(await failing(rig.session.fetch("/x", { method: "POST" }))).toEqual({
      code: "UPSTREAM_UNAVAILABLE",
      sent: true,
    });
    expect(rig.count("/x")).toBe(1);
  });

  it("does not call a write retryable that was sent and has no answer; a read it does, and what was never sent", async () => {
    const outcomeOf = async (method: string | undefined, trouble: "lost" | "silence" | "offline") => {
      const rig = createRig();
      // Offline there is no token, and nothing is sent without one.
      rig.page.setOnline(trouble !== "offline");
      await rig.begin();
      rig.onCall((_path, work, signal) => (trouble === "lost" ? lostAfter(work) : neverAnswered(signal)));
      const call = rig.session.fetch("/v2/connect/add/points", method === undefined ? {} : { method });
      return rig.clock.run(call.catch((error: AddOnError) => `${error.code} ${error.retryable}`));
    };
    for (const method of ["POST", "post", "PATCH", "DELETE"]) {
      expect(await outcomeOf(method, "lost"), method).toBe("UPSTREAM_UNAVAILABLE false");
      expect(await outcomeOf(method, "silence"), method).toBe("CALL_TIMEOUT false");
      expect(await outcomeOf(method, "offline"), method).toBe("CALL_TIMEOUT true");
    }
    for (const method of [undefined, "GET", "get", "HEAD"]) {
      expect(await outcomeOf(method, "lost"), method).toBe("UPSTREAM_UNAVAILABLE true");
      expect(await outcomeOf(method, "silence"), method).toBe("CALL_TIMEOUT true");
    }
  });

  it("a token that is refused right after its renewal causes no storm of renewals", async () => {
    const rig = createRig();
    await rig.begin();
    rig.onCall((path, work) => (path.endsWith("/forbidden") ? answer(401) : work()));
    for (let call = 0; call < 100; call++) {
      expect((await rig.clock.run(rig.call("/forbidden"))).status).toBe(401);
      expect((await rig.clock.run(rig.call("/allowed"))).status).toBe(200);
      await rig.clock.advance(200);
    }
    expect(rig.tokens.counts.renewals).toBeLessThanOrEqual(3);
  });

  it("an abort detaches one caller and leaves the renewal to the others", async () => {
    const rig = createRig();
    await rig.begin();
    rig.tokens.revokeAccess();
    await rig.clock.advance(0);
    const controller = new AbortController();
    rig.onCall(async (path, work) => {
      if (path.endsWith("/renew-token"))
        await new Promise<void>((resolve) => rig.clock.setTimer(resolve, 1_000));
      return work();
    });
    const leaving = failing(rig.session.fetch("/a", { signal: controller.signal }));
    const staying = rig.call("/b");
    await rig.clock.advance(500);
    controller.abort();
    expect(await leaving).toEqual({ code: "ABORTED", sent: false });
    expect((await rig.clock.run(staying)).status).toBe(200);
    expect(rig.tokens.counts.renewals).toBe(1);
  });

  it("the session's end is the end of every call, also of one that is being answered", async () => {
    const rig = createRig();
    await rig.begin();
    rig.onCall((_path, _work, signal) => neverAnswered(signal));
    const call = failing(rig.call());
    await rig.clock.advance(1_000);
    rig.end("logout");
    expect(await call).toEqual({ code: "SESSION_ENDED", reason: "logout", sent: true });
    await expect(rig.session.getAccessToken()).rejects.toMatchObject({ code: "SESSION_ENDED" });
  });

  it("an apiBaseUrl may end in slashes", async () => {
    const host = createFakeHost();
    const { session } = await host.connect({ apiBaseUrl: `${host.connectOptions.apiBaseUrl}//` });
    const response = await host.clock.run(session.fetch("/v2/connect/profile?card_no=001"));
    expect(response.status).toBe(200);
    expect(host.privage.requests).toEqual(["POST /v1/auth-connect/access-token", "GET /v2/connect/profile"]);
  });

  it("rule 1: a path leads below the base and nowhere else, whatever a URL parser makes of it", () => {
    expect(addressOf("https://api.test/v", "/x?y=1")).toBe("https://api.test/v/x?y=1");
    const base = "https://api.test/privage";
    for (const path of [
      "https://evil.test/",
      "x",
      "",
      "/../partner",
      "/%2e%2e/partner",
      "/..\\partner",
      "/a/../../b",
    ]) {
      expect(() => addressOf(base, path), path).toThrow(
        expect.objectContaining({ code: "INVALID_ARGUMENT" }),
      );
    }
    for (const path of ["//evil.test/", "/\\evil.test", "/\t/evil.test", "/@evil.test"]) {
      expect(new URL(addressOf(base, path)).origin, path).toBe("https://api.test");
    }
  });
});
