import { execFileSync } from "node:child_process";
import { join } from "node:path";

/** Why there can be no certificate on this machine; `undefined` where there can. */
export function noCertificates(): string | undefined {
  try {
    execFileSync("openssl", ["version"], { stdio: "ignore" });
    return undefined;
  } catch {
    return "openssl is not installed";
  }
}

/** A certificate for `localhost` and 127.0.0.1 that signs itself, and its key, as two PEM files in the folder. */
export function makeCertificate(folder: string, name: string, days = "2"): { cert: string; key: string } {
  const cert = join(folder, `${name}.pem`);
  const key = join(folder, `${name}.key`);
  const names = "subjectAltName=DNS:localhost,IP:127.0.0.1";
  const about = ["-subj", `/CN=${name}`, "-addext", names, "-days", days];
  const curve = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes"];
  execFileSync("openssl", ["req", "-x509", ...curve, "-keyout", key, "-out", cert, ...about], { stdio: "ignore" });
  return { cert, key };
}
