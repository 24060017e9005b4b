/**
 * Actions of the trail by which somebody sees what stands in a record, as a pattern of JavaScript and of PostgreSQL. An action that shows a person's
 * record and does not end so would be no look for the alarm: tests/conformance/access/look-words.test.ts goes through all of them.
 */
export const LOOK_PATTERN =
  '[.](read|read-[a-z-]+|search|history|everything|document|graphql|lastn|meta|match|get|move|export|export-[a-z-]+|fetch-[a-z-]+|reveal-[a-z-]+|review-access|cases|check|answered-again)$';
