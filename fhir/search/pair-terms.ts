/** What a text that holds `part` is indexed under in `fhir.pair_terms`: its pairs of characters; none for one Latin character. */
export function pairsOf(part: string): string[] {
  const characters = [...part];
  if (characters.length > 1) return [...new Set(characters.slice(1).map((character, index) => characters[index]! + character))];
  return characters.filter((character) => character.codePointAt(0)! > 127);
}
