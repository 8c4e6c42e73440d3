import { test } from "../../fixtures.ts";
import { pageFor } from "../../visitor.ts";
import { COUNTER_STORIES } from "./counter-stories.ts";
import { DESK_STORIES } from "./desk-stories.ts";
import { SITE_STORIES } from "./site-stories.ts";
import { tellingsOf } from "./story.ts";
import { WORDS } from "./words.ts";

test.describe.configure({ mode: "parallel" });

for (const [index, { name, faults, tell }] of [
  ...SITE_STORIES,
  ...COUNTER_STORIES,
  ...DESK_STORIES,
].entries())
  for (const { language, theme, isFaulty } of tellingsOf(index))
    test(`${name} (${language}, ${theme}${isFaulty ? ", faults" : ""})`, async ({
      browser,
      urls,
      simulators,
    }) => {
      if (isFaulty) for (const [platform, fault] of faults) await simulators.addFault(platform, fault);
      const page = await pageFor(browser, { language, theme });
      await tell({ page, urls, simulators, words: WORDS[language], isFaulty });
      await page.context().close();
    });
