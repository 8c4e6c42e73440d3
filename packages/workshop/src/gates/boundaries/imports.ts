import { parseSync } from "oxc-parser";

/** Every module a source file names: `import`, `export … from`, and `import()` of a plain string. */
export const importsOf = (file: string, source: string): string[] => {
  const { module, errors } = parseSync(file, source);
  if (errors.length > 0)
    throw new Error(`${file} could not be parsed: ${errors[0]?.message ?? "unknown error"}`);
  const dynamic = module.dynamicImports.flatMap(({ moduleRequest: { start, end } }) => {
    const literal = /^\s*["']([^"']+)["']\s*$/.exec(source.slice(start, end));
    return literal?.[1] ? [literal[1]] : [];
  });
  const reexported = module.staticExports.flatMap(({ entries }) =>
    entries.flatMap(({ moduleRequest }) => (moduleRequest ? [moduleRequest.value] : [])),
  );
  return [...module.staticImports.map(({ moduleRequest }) => moduleRequest.value), ...reexported, ...dynamic];
};
