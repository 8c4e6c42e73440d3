import type { Answer } from "../../server/answer.ts";
import { escapeHtml, renderShell, type Shell } from "../../web/shell.ts";
import type { Shop } from "../shops.ts";
import { type Person, peopleOf } from "./people.ts";

const page = (status: number, shell: Omit<Shell, "title">): Answer => {
  const { html, headers } = renderShell({ title: "Haravan accounts, simulated", ...shell });
  return { status, text: html, headers };
};

const heading = (text: string) =>
  `<header><h1>Haravan accounts, simulated</h1><p>${escapeHtml(text)}</p></header>`;

/** Asks who is signing in and whether they agree. `linkFor` gives the address of a decision; undefined is "no". */
export const consentPage = (options: {
  readonly shops: readonly Shop[];
  readonly scopes: readonly string[];
  readonly linkFor: (choice?: { readonly shop: Shop; readonly person: Person }) => string;
}): Answer => {
  const { shops, scopes, linkFor } = options;
  const link = (href: string, text: string) =>
    `<li><a href="${escapeHtml(href)}">${escapeHtml(text)}</a></li>`;
  const choices = shops.flatMap((shop) =>
    peopleOf(shop).map((person) =>
      link(linkFor({ shop, person }), `${person.name} of ${shop.facts.name} (${shop.domain})`),
    ),
  );
  const wanted = scopes.map((scope) => `<code>${escapeHtml(scope)}</code>`).join(" ");
  const main = `${heading("An app wants to sign somebody in. Nobody has a password here.")}
<section><h2>It asks for</h2><p>${wanted}</p></section>
<section><h2>Agree as</h2><ul>${choices.join("")}</ul><p><a href="${escapeHtml(linkFor())}">Do not agree</a></p></section>`;
  return page(200, { main });
};

export const refusalPage = (reason: string): Answer => page(400, { main: heading(reason) });

/** Sends the browser back to the app with a form, as `response_mode=form_post` wants it. */
export const formPostPage = (target: string, fields: Readonly<Record<string, string>>): Answer => {
  const inputs = Object.entries(fields).map(
    ([name, value]) => `<input type="hidden" name="${escapeHtml(name)}" value="${escapeHtml(value)}">`,
  );
  const main = `${heading("Back to the app …")}
<form method="post" action="${escapeHtml(target)}">${inputs.join("")}<button>Go on</button></form>`;
  return page(200, { main, script: "document.forms[0].submit();", formTarget: new URL(target).origin });
};
