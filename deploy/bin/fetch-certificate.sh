#!/usr/bin/env bash
# Brings the certificate of the kernel-server from AWS Secrets Manager, and changes its files only when it is another one:
# the server reads them again by itself. The secret is JSON with the keys `cert` (with its chain) and `key`, both PEM.
#
#   TLS_SECRET   ARN of the secret
#   TLS_FOLDER   where cert.pem and key.pem are written; /etc/between/tls
set -euo pipefail
: "${TLS_SECRET:?TLS_SECRET is not set}"
: "${TLS_FOLDER:=/etc/between/tls}"
mkdir -p "$TLS_FOLDER"
umask 027
aside=$(mktemp -d "$TLS_FOLDER/.new-XXXXXX")
trap 'rm -rf "$aside"' EXIT
# The secret goes through a pipe: it is on no command line and in no log.
aws secretsmanager get-secret-value --secret-id "$TLS_SECRET" --query SecretString --output text |
  "${NODE:-node}" -e '
    const { writeFileSync } = require("node:fs");
    const { cert, key } = JSON.parse(require("node:fs").readFileSync(0, "utf8"));
    const { X509Certificate, createPrivateKey } = require("node:crypto");
    if (!new X509Certificate(cert).checkPrivateKey(createPrivateKey(key))) throw new Error("cert and key are no pair");
    writeFileSync(process.argv[1] + "/cert.pem", cert, { mode: 0o640 });
    writeFileSync(process.argv[1] + "/key.pem", key, { mode: 0o640 });
  ' "$aside"
if cmp -s "$aside/cert.pem" "$TLS_FOLDER/cert.pem" && cmp -s "$aside/key.pem" "$TLS_FOLDER/key.pem"; then exit 0; fi
if [ -n "${TLS_GROUP:-}" ]; then chgrp "$TLS_GROUP" "$aside/cert.pem" "$aside/key.pem"; fi
mv "$aside/key.pem" "$TLS_FOLDER/key.pem"
mv "$aside/cert.pem" "$TLS_FOLDER/cert.pem"
echo "The certificate in $TLS_FOLDER is new."
