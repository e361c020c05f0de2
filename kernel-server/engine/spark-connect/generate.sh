#!/bin/sh
# Writes gen/ anew from proto/. The generators are fetched into a scratch folder, so that they are no dependency.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
cd "$scratch"
npm init -y >/dev/null
npm install --silent --no-save @bufbuild/buf@1.75.0 @bufbuild/protoc-gen-es@2.17.0
cat >buf.gen.yaml <<'END'
version: v2
clean: true
plugins:
  - local: ./node_modules/.bin/protoc-gen-es
    out: gen
    # Enums do not pass type stripping, hence js and d.ts.
    opt: [target=js+dts, import_extension=js]
END
npx --no-install buf generate "$here/proto"
rm -rf "$here/gen"
mv gen "$here/gen"
