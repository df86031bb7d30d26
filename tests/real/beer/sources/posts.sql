-- fills: interactions
-- needs: Id, PostTypeId, ParentId, CreationDate, OwnerUserId
-- dates: iso
-- types 4, 5 and 7 are wiki pages, which nobody asked or answered; who left the community keeps only a display name
select
    "Id" as interaction_id,
    "CreationDate" as "at",
    'community' as channel,
    case "PostTypeId" when '1' then 'question' else 'answer' end as kind,
    coalesce("OwnerUserId", "OwnerDisplayName") as actor_id,
    "ParentId" as parent_id,
    coalesce("ParentId", "Id") as thread_id,
    coalesce("Title", "Body") as text,
from export
where "PostTypeId" in ('1', '2')
