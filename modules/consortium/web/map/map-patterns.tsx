/** Hatching: uncovered in one direction, overlapping crossed. The ids are unique to this map, of which a page has one. */
export function Patterns() {
  return (
    <defs>
      <pattern id="consortium-hatched" width="9" height="9" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
        <rect width="9" height="9" className="consortium-hatch-ground-uncovered" />
        <path d="M0,0 V9" className="consortium-hatch-uncovered" />
      </pattern>
      <pattern id="consortium-crossed" width="10" height="10" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
        <rect width="10" height="10" className="consortium-hatch-ground-overlapping" />
        <path d="M0,0 V10 M0,0 H10" className="consortium-hatch-overlapping" />
      </pattern>
    </defs>
  );
}
