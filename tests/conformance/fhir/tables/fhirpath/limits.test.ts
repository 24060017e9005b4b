import { judge } from './judge.ts';

judge('integers end with 2147483647, and one further below nothing; beyond there is none (§4.1.3)', { resourceType: 'Patient', multipleBirthInteger: 3 }, String.raw`
  2147483647 => [2147483647]
  2147483648 => error
  9999999999 => error
  99999999999999999999 => error
  -2147483648 => [-2147483648]
  -2147483648 is Integer => [true]
  -2147483649 => error
  -(2147483648) => error
  (2147483648) => error
  2147483648.0 => [2147483648]
  2147483648.0 is Decimal => [true]
  2147483648 'mg' is Quantity => [true]
  2147483648 > 1 => error
  2147483648 in (1 | 2) => error
  Patient.multipleBirth < 2147483647 => [true]
  Patient.multipleBirth < 2147483648 => error
  Patient.multipleBirth < 2147483648.0 => [true]
  Patient.multipleBirth + 2147483647 => []
  (1 | 2).take(2147483648) => error
  iif(true, 1, 2147483648) => error
  '2147483648'.toInteger() => []
  '2147483648'.toDecimal() => [2147483648]
  2147483647 + 1 => []
  -2147483648 - 1 => []
`);

judge('years before 100 are years like others (§4.1.5)', { resourceType: 'Patient', birthDate: '0099-12-31' }, String.raw`
  @0099-12-31 < @0100-01-01 => [true]
  @0099-12-31 > @0100-01-01 => [false]
  @0001-01-01 < @0002-01-01 => [true]
  @0099 < @0100 => [true]
  @0099-12 < @1900 => [true]
  @0050-06-15T12:00:00+08:00 = @0050-06-15T04:00:00Z => [true]
  @0050-06-15T12:00:00Z < @1950-06-15T12:00:00Z => [true]
  @0050-06-15T12:00:00Z = @1950-06-15T12:00:00Z => [false]
  @0050T < @1950T => [true]
  Patient.birthDate < @1900 => [true]
  Patient.birthDate < today() => [true]
  Patient.birthDate = @0099-12-31 => [true]
  Patient.birthDate + 1 day => ["0100-01-01"]
  @0099-12-31 + 1 day => ["0100-01-01"]
  @0100-01-01 - 1 day => ["0099-12-31"]
  @0099 + 1 year => ["0100"]
  @0004-02-29 + 1 year => ["0005-02-28"]
  @0096-02-29 + 4 years => ["0100-02-28"]
  @0096-02-29 + 1 month => ["0096-03-29"]
  @0099-12-31T23:59:59Z + 1 second => ["0100-01-01T00:00:00Z"]
  @0050T + 1 year => ["0051T"]
  @0001-01-01 - 1 day => error
  @0001 - 1 year => error
  @0001-01T - 1 month => error
  @9999-12-31 + 1 day => error
  @9999 + 1 year => error
  @9999T + 1 year => error
  @2014-01-01 + 2147483647 days => error
  @0000 => error
`);

judge('sums of dates: what is finer than the date is turned into its precision and cut (§6.8)', {}, String.raw`
  @2014 + 11 months => ["2014"]
  @2014 + 12 months => ["2015"]
  @2014 - 12 months => ["2013"]
  @2014 - 11 months => ["2014"]
  @2014 + 364 days => ["2014"]
  @2014 + 365 days => ["2015"]
  @2014 + 52 weeks => ["2014"]
  @2014 + 53 weeks => ["2015"]
  @2014 + 8760 hours => ["2015"]
  @2014-01 + 29 days => ["2014-01"]
  @2014-01 + 30 days => ["2014-02"]
  @2014-01 + 5 weeks => ["2014-02"]
  @2014-01 - 30 days => ["2013-12"]
  @2014-01 + 719 hours => ["2014-01"]
  @2014-01 + 720 hours => ["2014-02"]
  @2014-01T + 30 days => ["2014-02T"]
  @2014-01-01 + 23 hours => ["2014-01-01"]
  @2014-01-01 + 24 hours => ["2014-01-02"]
  @2014-01-01 - 24 hours => ["2013-12-31"]
  @2014-01-01 + 1.9 days => ["2014-01-02"]
  @2014-01-31 + 1 month => ["2014-02-28"]
  @2014-03-31 - 1 month => ["2014-02-28"]
  @2012-02-29 + 1 year => ["2013-02-28"]
  @2014-01-01 + 1 'd' => ["2014-01-02"]
  @2014-01-01 + 1 'wk' => ["2014-01-08"]
  @2014-01-01 + 1 'mo' => error
  @2014 + 1 'a' => error
  @2014-01-01 + 1 'mg' => error
  @2014-01-01 + 1 => error
  @2014-01-01 - @2013-01-01 => error
  1 day - @2014 => error
  1 year + @2014 => ["2015"]
  {} + @2014 => []
  @2014 + {} => []
`);
