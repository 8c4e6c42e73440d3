import { existsSync, globSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { createPackedProject, type PackedProject } from "@privage-addons/test-support/packed-project";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { SDK_VERSION } from "../../src/version.ts";
import { BACKSTOP } from "../support/backstop.ts";

const GUIDE = join(import.meta.dirname, "../../../../docs/guides/add-on-in-15-minutes.md");

/** The guide's files: each code block whose first line is a comment that names one. */
const filesOf = (guide: string): ReadonlyMap<string, string> => {
  const blocks = guide.matchAll(
    /```\w+\n(?:\/\/|<!--) ([\w./-]+\.(?:tsx?|html|json))(?: -->)?\n([\s\S]*?)```/g,
  );
  return new Map([...blocks].map(([, name = "", text = ""]) => [name, text]));
};

const PACKAGE = join(import.meta.dirname, "../..");

/** Every example of the README and of the docstrings. */
const examples = (): readonly { readonly language: string; readonly text: string }[] => {
  const sources = globSync("src/**/*.{ts,tsx}", { cwd: PACKAGE });
  const inDocstrings = /^ *\* ```(tsx?)\n((?: *\*.*\n)*?) *\* ```$/gm;
  const inReadme = /^```(tsx?)\n([\s\S]*?)^```$/gm;
  return ["README.md", ...sources].flatMap((file) =>
    [
      ...readFileSync(join(PACKAGE, file), "utf8").matchAll(file.endsWith(".md") ? inReadme : inDocstrings),
    ].map(([, language = "", text = ""]) => ({
      language,
      text: file.endsWith(".md") ? text : text.replace(/^ *\* ?/gm, ""),
    })),
  );
};

let project: PackedProject;
beforeAll(() => {
  project = createPackedProject(
    "addon-sdk",
    "host-bridge",
    "react@19",
    "react-dom@19",
    "@types/react@19",
    "@types/react-dom@19",
    "@tanstack/react-query@5",
    "zustand@5",
    "vite@8",
    "typescript@7.0.2",
    "react-router@7",
  );
}, BACKSTOP.timeout);
afterAll(() => project.remove());

describe("the package as a stranger gets it", BACKSTOP, () => {
  it("passes publint and are-the-types-wrong", () => {
    expect(project.run("publint", project.tarball, "--strict")).toContain("All good!");
    expect(project.run("attw", project.tarball, "--profile", "esm-only", "--no-emoji")).toContain(
      "@privage-addons/addon-sdk",
    );
  });

  it("says its version to the host", () => {
    const { version } = JSON.parse(readFileSync(join(import.meta.dirname, "../../package.json"), "utf8"));
    expect(SDK_VERSION).toBe(version);
  });

  it("can be imported where there is no browser, and throws only on use", () => {
    project.write(
      "server.js",
      `import { connectToHost } from "@privage-addons/addon-sdk";
       import { AddOnProvider } from "@privage-addons/addon-sdk/react";
       import { createFakeHost } from "@privage-addons/addon-sdk/testing";
       const error = await connectToHost({ hostOrigins: ["https://manage.example"] }).catch((each) => each);
       console.log(typeof AddOnProvider, typeof createFakeHost, error instanceof Error);`,
    );
    expect(project.run(process.execPath, "server.js").trim()).toBe("function function true");
  });

  it("every example of the README and of the docstrings compiles", () => {
    const found = examples();
    expect(found.length).toBeGreaterThan(15);
    for (const [index, { language, text }] of found.entries()) {
      project.write(`examples/${index}.${language === "tsx" || text.includes("</") ? "tsx" : "ts"}`, text);
    }
    const compilerOptions = {
      strict: true,
      target: "es2023",
      lib: ["es2024", "dom", "dom.iterable"],
      module: "nodenext",
      jsx: "react-jsx",
      noEmit: true,
      skipLibCheck: true,
      types: [],
    };
    project.write("examples/tsconfig.json", JSON.stringify({ compilerOptions }));
    // Exits with an error, and so throws, when an example does not compile.
    project.run("tsc", "-p", "examples/tsconfig.json");
  });

  it("the code of the 15-minute guide compiles, builds, and its own test passes", () => {
    const files = filesOf(readFileSync(GUIDE, "utf8"));
    expect([...files.keys()].sort()).toEqual([
      "index.html",
      "site/index.html",
      "site/main.ts",
      "src/app.tsx",
      "src/bootstrap.ts",
      "src/main.tsx",
      "test/app.test.ts",
      "tsconfig.json",
      "vite.config.ts",
    ]);
    for (const [name, text] of files) project.write(name, text);
    project.run("tsc", "-p", "tsconfig.json");
    project.run(process.execPath, "node_modules/vite/bin/vite.js", "build", "--logLevel", "error");
    const page = readFileSync(join(project.folder, "dist/index.html"), "utf8");
    expect(page).toMatch(/<head>\s*<meta[^>]*>\s*<meta name="privage-host-origins"[^>]*>\s*<script>/);
    expect(project.run(process.execPath, "--test", "test/app.test.ts")).toContain("pass 1");
    project.run(process.execPath, "node_modules/vite/bin/vite.js", "build", "site", "--logLevel", "error");
    expect(existsSync(join(project.folder, "site/dist/index.html"))).toBe(true);
  });
});
