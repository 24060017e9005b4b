import { judge } from './judge.ts';

judge('texts: escapes, characters, what is no text (FHIRPath 2.0 §4.1.2)', {}, String.raw`
  '' => [""]
  'a\'b' => ["a'b"]
  'a\"b' => ["a\"b"]
  'a"b' => ["a\"b"]
  'a\´b' => ["a´b"]
  'a´b' => ["a´b"]
  'a\\b' => ["a\\b"]
  'a\/b' => ["a/b"]
  '\r\n\t\f' => ["\r\n\t\f"]
  '\u0041' => ["A"]
  '\u4e2d\u56fd' => ["中国"]
  '\u00E9' => ["é"]
  '\uD83D\uDE00' => ["😀"]
  '\p' => ["p"]
  '\\p' => ["\\p"]
  '\3' => ["3"]
  '\u005' => ["u005"]
  '中文' => ["中文"]
  '医共体😀' => ["医共体😀"]
  'it''s' => error
  'a => error
  "a" => error
  'a' 'b' => error
  'a⏎b' => ["a\nb"]
  '// no comment' => ["// no comment"]
  '/* no comment */' => ["/* no comment */"]
  '~ and - and %x' => ["~ and - and %x"]
`);

judge('numbers: forms, limits, digits (§4.1.3, §4.1.4)', {}, String.raw`
  0 => [0]
  007 => [7]
  2147483647 => [2147483647]
  -2147483648 => [-2147483648]
  2147483647 is Integer => [true]
  1.0 is Decimal => [true]
  1.0 is Integer => [false]
  0.1 + 0.2 => [0.3]
  1.10.toString() => ["1.10"]
  0.00000001 => [1e-8]
  0.00000001.toString() => ["0.00000001"]
  (-0.00000001).toString() => ["-0.00000001"]
  12345678901234567890.12345678 is Decimal => [true]
  12345678901234567890.12345678.toString() => ["12345678901234567890.12345678"]
  12345678901234567890.12345678 = 12345678901234567890.12345679 => [false]
  12345678901234567890.5 + 0.5 = 12345678901234567891.0 => [true]
  100000000000000000000.0 = 100000000000000000000.00 => [true]
  1e3 => error
  1.5e3 => error
  1. => error
  .5 => error
  0x10 => error
  1_000 => error
  1,000 => error
  +5 => [5]
  +5.5 => [5.5]
  --5 => [5]
  -(-5) => [5]
  - 5 => [-5]
  -0 = 0 => [true]
  -0.0 = 0.0 => [true]
  -'a' => error
  +'a' => error
  -true => error
  -{} => []
  +{} => []
  -(1 | 2) => error
  +(1 | 2) => error
  -5 'mg' = (-5) 'mg' => error
  -5 'mg' < 0 'mg' => [true]
  -(5 'mg') = -5 'mg' => [true]
  -1.abs() => [-1]
  (-1).abs() => [1]
  -7.combine(3) => error
  (-7).combine(3) => [-7,3]
  -@2020 => error
`);

judge('dates and times: forms, ranges, partial ones (§4.1.5 – §4.1.7)', {}, String.raw`
  @2014 is Date => [true]
  @2014-01 is Date => [true]
  @2014-01-25 is Date => [true]
  @2014T is DateTime => [true]
  @2014T is Date => [false]
  @2014-01T is DateTime => [true]
  @2014-03-25T is DateTime => [true]
  @2014-01-25T14 is DateTime => [true]
  @2014-01-25T14:30 is DateTime => [true]
  @2014-01-25T14:30Z is DateTime => [true]
  @2014-01-25T14+08:00 is DateTime => [true]
  @2014-01-25T14:30:14.559Z is DateTime => [true]
  @2014-01-25T14:30:14.5 is DateTime => [true]
  @T12:00 is Time => [true]
  @T12 is Time => [true]
  @T12 is DateTime => [false]
  @T14:30:14.559 is Time => [true]
  @T12:00Z => error
  @T12:00+08:00 => error
  @T24:00 => error
  @T23:60 => error
  @T => error
  @2014-13 => error
  @2014-00 => error
  @2014-02-30 => error
  @2015-02-29 => error
  @2016-02-29 => ["2016-02-29"]
  @1900-02-29 => error
  @2000-02-29 => ["2000-02-29"]
  @2014-01-32 => error
  @2014-01-00 => error
  @0000 => error
  @0001-01-01 => ["0001-01-01"]
  @9999-12-31 => ["9999-12-31"]
  @10000-01-01 => error
  @14-01-01 => error
  @2014-1-1 => error
  @2014-01-25T24:00:00 => error
  @2014-01-25T14:60 => error
  @2014-01-25T14:30+0800 => error
  @2014-01-25T14:30+08 => error
  @2014-01-25Z => error
  @-2014-01 => error
  @ => error
  @2014-01-25T14:30:14+15:00 => error
`);

judge('identifiers, white space and comments (§9)', { resourceType: 'Patient', id: 'p', active: true, name: [{ family: '王' }], text: { status: 'generated', div: '<div xmlns="http://www.w3.org/1999/xhtml">a</div>' } }, String.raw`
  ´active´ => [true]
  Patient.´active´ => [true]
  ´Patient´.active => [true]
  Patient.´act\u0069ve´ => [true]
  text.´div´.exists() => [true]
  text.div.exists() => error
  name.family => ["王"]
  _id => []
  active=true => [true]
  active⏎=⏎true => [true]
  name⏎.⏎family => ["王"]
  name . family => ["王"]
  name [ 0 ] . family => ["王"]
  name.first ( ) .family => ["王"]
  1/*a*/+/*b*/1 => [2]
  1//a⏎+1 => [2]
  1 // a => [1]
  /* // */ 1 => [1]
  // /*⏎1 => [1]
  /**/1 => [1]
  1 /* * / */ => [1]
  1 /* a */ /* b */ => [1]
  1 /* a /* b */ => [1]
  1 /* a /* b */ */ => error
  '/*' & /* x */ '*/' => ["/**/"]
  1 # a => error
  active; => error
  active AND true => error
  1 ! 2 => error
  { } => []
  {⏎} => []
  {1} => error
  [1] => error
  name[0 => error
  name] => error
  (1 => error
  1) => error
  , => error
  . => error
  name. => error
  .name => error
  name.1 => error
  name.'family' => error
  $this.active => [true]
  $foo => error
  $this.$this.active => [true]
`);
