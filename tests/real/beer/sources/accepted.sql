-- fills: interactions
-- needs: Id, PostTypeId, AcceptedAnswerId, LastActivityDate, OwnerUserId
-- dates: iso
-- an accepted answer is the asker's thanks; the export does not date it, the latest it can be is the last activity
select
    concat('accepted ', "Id") as interaction_id,
    "LastActivityDate" as "at",
    'community' as channel,
    'thanks' as kind,
    coalesce("OwnerUserId", "OwnerDisplayName") as actor_id,
    "AcceptedAnswerId" as parent_id,
    "Id" as thread_id,
from export
where "PostTypeId" = '1' and "AcceptedAnswerId" is not null
