-- Sums of sites; nothing of a person.
select access.leave_open('indicators.encounter_month');
