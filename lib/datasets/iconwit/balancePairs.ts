/**
 * The paper's approximate class balance: "we ... include up to 20,000 (image, text) pairs per query" (paper sec 2.2),
 * here with words as queries. Pairs come in the order given; each is collected by the rarest of its queries so far, if
 * that one has collected or met fewer than `perQuery` pairs. So no query collects more than `perQuery`, and a pair is
 * left out only when all its words are common already. Returns, for each pair, the query that collects it, or undefined
 * where it is left out.
 */
export function balancePairs(queriesOfPairs: Iterable<readonly string[]>, perQuery: number): (string | undefined)[] {
  const counts = new Map<string, number>();
  const collected: (string | undefined)[] = [];
  for (const queries of queriesOfPairs) {
    let rarest: string | undefined;
    let least = perQuery;
    for (const query of queries) {
      const count = counts.get(query) ?? 0;
      if (count < least) [rarest, least] = [query, count];
    }
    collected.push(rarest);
    if (rarest !== undefined) for (const query of queries) counts.set(query, (counts.get(query) ?? 0) + 1);
  }
  return collected;
}
