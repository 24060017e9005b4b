-- What waits for an organisation is counted on every home page.
create index referral_move on referral.referral (move_organisation_id, deadline) where move_organisation_id is not null;
