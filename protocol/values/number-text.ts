/** The shortest digits that give the same number back, always recognisable as a float: `3.0`, `-0.0`, `0.1`, `1e+21`, `NaN`. */
export function floatText(value: number, bits: 16 | 32 | 64): string {
  if (!Number.isFinite(value)) return String(value);
  if (Object.is(value, -0)) return "-0.0";
  const digits = bits === 64 ? String(value) : shortest32(value);
  return /^-?\d+$/.test(digits) ? `${digits}.0` : digits;
}

/** An integer that stands for itself times 10^scale, written out: (12345, 2) is `123.45`. */
export function decimalText(unscaled: bigint, scale: number): string {
  if (scale <= 0) return String(unscaled * 10n ** BigInt(-scale));
  const digits = String(unscaled < 0n ? -unscaled : unscaled).padStart(scale + 1, "0");
  return `${unscaled < 0n ? "-" : ""}${digits.slice(0, -scale)}.${digits.slice(-scale)}`;
}

function shortest32(value: number): string {
  for (let digits = 1; digits < 9; digits++) {
    const text = value.toPrecision(digits);
    if (Math.fround(Number(text)) === value) return String(Number(text));
  }
  return String(Number(value.toPrecision(9)));
}
