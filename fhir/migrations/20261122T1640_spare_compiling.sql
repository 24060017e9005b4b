-- PostgreSQL guesses that these small loops are long and, where it is built with LLVM, compiles them at every call: measured
-- 45 ms a text instead of 0.04 ms.
alter function fhir.text_terms(bigint, text) set jit = off;
alter function fhir.pair_terms(bigint, text) set jit = off;
