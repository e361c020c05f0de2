import js from "@eslint/js";
import { createTypeScriptImportResolver } from "eslint-import-resolver-typescript";
import { importX } from "eslint-plugin-import-x";
import ts from "typescript-eslint";

/** Which rooms a room may import: ARCHITECTURE.md, "Who may import whom". A path inside another room narrows it to that part. */
const mayImport = {
  protocol: [],
  notebook: [],
  renderers: ["protocol", "notebook"],
  "kernel-server": ["protocol", "notebook", "renderers/chart", "renderers/report"],
  cli: ["protocol", "notebook", "renderers/report"],
  extension: ["protocol", "notebook", "renderers/report", "cli/import"],
};
const rooms = Object.keys(mayImport);

const zones = rooms.flatMap((room) =>
  [...rooms, "test", "bench", "examples"]
    .filter((other) => other !== room)
    .map((other) => ({
      target: `./${room}/!(*.test.ts)`,
      from: `./${other}`,
      except: mayImport[room]
        .filter((allowed) => allowed === other || allowed.startsWith(`${other}/`))
        .map((allowed) => (allowed === other ? "." : `.${allowed.slice(other.length)}`)),
    }))
    .map((zone) => ({ ...zone, target: `./${room}`, message: `${room} may not import this room.` }))
    .filter((zone) => !zone.except.includes(".")),
);

/** Packages that only one place may import. */
const packageHomes = [
  { packages: ["@grpc/*"], home: ["kernel-server/engine/spark-connect/**"] },
  { packages: ["@aws-sdk/*"], home: ["kernel-server/store/**", "kernel-server/cluster/**"] },
  { packages: ["vega", "vega-*"], home: ["renderers/**"] },
];
const withoutHome = (file) => packageHomes.filter((p) => !p.home.some((home) => home.startsWith(file)));
const nodeBuiltIns = { group: ["node:*"], message: "This runs in webviews and browsers too." };
const restricted = (files, homes, extra = []) => ({
  files,
  rules: {
    "no-restricted-imports": [
      "error",
      {
        patterns: [
          ...homes.map((p) => ({ group: p.packages, message: "This package has one home; see ARCHITECTURE.md." })),
          ...extra,
        ],
      },
    ],
  },
});

export default ts.config(
  { ignores: ["**/node_modules", ".cache", "dist", "out", ".vscode-test", "kernel-server/engine/spark-connect/gen"] },
  js.configs.recommended,
  ts.configs.recommendedTypeChecked,
  {
    languageOptions: { parserOptions: { projectService: { allowDefaultProject: ["eslint.config.js"] } } },
    plugins: { "import-x": importX },
    settings: { "import-x/resolver-next": [createTypeScriptImportResolver({ project: "tsconfig.json" })] },
    rules: {
      "import-x/no-restricted-paths": ["error", { zones }],
      "import-x/no-cycle": ["error", { ignoreExternal: true }],
      "@typescript-eslint/no-explicit-any": "error",
      "@typescript-eslint/no-non-null-assertion": "error",
      "@typescript-eslint/switch-exhaustiveness-check": ["error", { considerDefaultExhaustiveForUnions: true }],
      "@typescript-eslint/restrict-template-expressions": ["error", { allowNumber: true, allowBoolean: true }],
      "@typescript-eslint/require-await": "off",
      "@typescript-eslint/no-unused-vars": ["error", { argsIgnorePattern: "^_", varsIgnorePattern: "^_" }],
      // An aborted signal's reason is thrown on as it is.
      "@typescript-eslint/only-throw-error": ["error", { allowThrowingUnknown: true, allowThrowingAny: true }],
      // Our interfaces are mostly objects of closures, which have no `this` to lose.
      "@typescript-eslint/unbound-method": "off",
      "no-control-regex": "off",
    },
  },
  restricted(["**/*.ts"], packageHomes),
  restricted(["kernel-server/engine/spark-connect/**"], withoutHome("kernel-server/engine/spark-connect")),
  restricted(["kernel-server/{store,cluster}/**"], withoutHome("kernel-server/store")),
  restricted(["notebook/**/*.ts"], packageHomes, [nodeBuiltIns]),
  // What looks at files of this machine.
  restricted(["notebook/logs/{locate,first-bytes}.ts"], packageHomes),
  restricted(["renderers/**/*.ts"], withoutHome("renderers")),
  restricted(["renderers/{chart,table}/**/*.ts"], withoutHome("renderers"), [nodeBuiltIns]),
  {
    files: ["extension/**/*.ts"],
    ignores: ["extension/vscode/**", "**/*.test.ts"],
    rules: {
      "@typescript-eslint/no-restricted-imports": [
        "error",
        { paths: [{ name: "vscode", allowTypeImports: true, message: "At run time only in extension/vscode/." }] },
      ],
    },
  },
  restricted(["protocol/*.ts", "protocol/{values,wording}/**/*.ts"], packageHomes, [
    { ...nodeBuiltIns, group: ["node:*"] },
  ]),
  {
    files: ["**/*.test.ts", "test/**", "bench/**", "examples/*.ts", "*.ts"],
    rules: {
      "no-restricted-imports": "off",
      "import-x/no-restricted-paths": "off",
      "@typescript-eslint/no-floating-promises": [
        "error",
        { allowForKnownSafeCalls: ["describe", "it", "before", "after"] },
      ],
    },
  },
  { files: ["**/*.js"], extends: [ts.configs.disableTypeChecked] },
  {
    files: ["media/*.js"],
    languageOptions: {
      globals: { document: "readonly", window: "readonly", DOMParser: "readonly", acquireVsCodeApi: "readonly" },
    },
  },
);
