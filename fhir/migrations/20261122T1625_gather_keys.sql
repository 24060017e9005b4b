-- Each resource has some twenty keys, and putting them into the index one by one was half of the cost of storing it. They
-- gather in a list of at most 128 kB, which is sorted into the index when it is full; a search reads the list beside the
-- index, which costs it some hundredths of a millisecond (docs/guide/bench.md).
alter index fhir.resource_keys set (fastupdate = on, gin_pending_list_limit = 128);
