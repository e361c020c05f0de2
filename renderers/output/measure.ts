/** What a number is about, as far as its column's name and its values tell. */
export type NumberRole =
  /** Worth adding up: a count, an amount, a duration. */
  | "measure"
  /** Names something or says where it stands: an id, a line, a status, an hour. Its sum means nothing. */
  | "label";

const measures =
  /^(n|cnt|qty)$|count|sum|total|avg|mean|median|amount|price|cost|revenue|sales|bytes|size|duration|latency|seconds|millis|(^|_)(ms|mb|gb|kb|pct)$|percent|ratio|rate|share|score|수$|합계|평균|금액|매출|비율/i;
const labels =
  /(^|_)(id|ids|key|uid|uuid|pid|no|nr|num|number|line|row|rownum|index|idx|seq|sequence|ordinal|position|rank|step|user|session|account|customer|member|device|order|item|product|port|zip|postcode|phone|code|status|version|year|quarter|month|week|weekday|dow|day|hour|minute|second)$|번호$|순번$|순위$|아이디$|코드$|^(연도|월|일|시|시간)$/i;

/** `values`: those at hand, in the order of the rows; none where nothing is. */
export function numberRole(name: string, type: string, values: readonly unknown[]): NumberRole {
  // orderId and HTTPStatus are order_id and http_status.
  const words = name.replaceAll(/(\p{Ll}|\p{N})(?=\p{Lu})/gu, "$1_").replaceAll(/(\p{Lu})(?=\p{Lu}\p{Ll})/gu, "$1_");
  if (labels.test(words)) return "label";
  if (measures.test(words)) return "measure";
  return isWhole(type) && countsUp(values) ? "label" : "measure";
}

const isWhole = (type: string) => /^(tinyint|smallint|int|bigint|byte|short|long|integer)\b/.test(type);

/** 1, 2, 3 and so on, or from 0: two rows say nothing yet. */
function countsUp(values: readonly unknown[]): boolean {
  const first = Number(values[0]);
  return values.length > 2 && (first === 0 || first === 1) && values.every((value, i) => Number(value) === first + i);
}
