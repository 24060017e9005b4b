-- A changed list of sensitive kinds reaches replaced versions too.
grant update (restricted) on fhir.history to yigong_app;
