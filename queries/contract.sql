-- The contract: what exports become, whatever tool they came from.
-- Columns whose comment opens with "At load:" are made by the load, never by a source.
-- A row that breaks a check is rejected with the check as its reason.

create table people (
    person_id varchar not null,
    role varchar,
    name varchar,
    email varchar,
    segment varchar,
    region varchar,
    team varchar,
    owner_id varchar,
    source varchar,
    joined_at timestamptz,
    became_customer_at timestamptz,
    consent boolean,
    day date,
    week date,
    month date,
    number integer,
    is_staff boolean not null,
    primary key (person_id),
    check (role in ('customer', 'prospect', 'member', 'employee', 'partner', 'bot', 'test', 'deleted'))
);
comment on table people is 'Everyone the company has a relationship with, one row a person';
comment on column people.person_id is 'Key: the id that other exports refer to';
comment on column people.role is 'customer, prospect, member, employee, partner, bot, test or deleted';
comment on column people.name is 'Name as the export writes it';
comment on column people.email is 'E-mail address';
comment on column people.segment is 'Customer segment, in the company''s own words';
comment on column people.region is 'Region, in the company''s own words';
comment on column people.team is 'Team of an employee, or the team that looks after the person';
comment on column people.owner_id is 'Person who owns the relationship';
comment on column people.source is 'Where the person came from: campaign, referral, shop …';
comment on column people.joined_at is 'First became known: joined, signed up or was added';
comment on column people.became_customer_at is 'First became a customer';
comment on column people.consent is 'Agreed to be contacted';
comment on column people.day is 'At load: local day of became_customer_at, else of joined_at';
comment on column people.week is 'At load: first day of that week';
comment on column people.month is 'At load: first day of that month';
comment on column people.number is 'At load: number of the person, as the actor of interactions has it';
comment on column people.is_staff is 'At load: an employee, a bot, or a deleted or test account; left out of customer numbers';

create table identities (
    channel varchar not null,
    handle varchar not null,
    person_id varchar,
    primary key (channel, handle)
);
comment on table identities is 'Handles by which a person is known on a channel';
comment on column identities.channel is 'Channel of the handle';
comment on column identities.handle is 'Handle, user id or address on that channel';
comment on column identities.person_id is 'Person behind the handle';

create table surveys (
    response_id varchar not null,
    kind varchar,
    score double,
    scale_min double,
    scale_max double,
    person_id varchar,
    case_id varchar,
    order_id varchar,
    channel varchar,
    team varchar,
    topic varchar,
    product varchar,
    sent_at timestamptz,
    answered_at timestamptz,
    comment varchar,
    day date,
    week date,
    month date,
    themes varchar,
    sent_day date,
    speed utinyint,
    segment varchar,
    region varchar,
    person integer,
    is_staff boolean not null,
    primary key (response_id),
    check (kind in ('csat', 'nps', 'ces', 'enps')),
    check (score is null or (scale_min is not null and scale_max is not null)),
    check (scale_min < scale_max),
    check (score between scale_min and scale_max),
    check (kind not in ('nps', 'enps') or score is null or (scale_min = 0 and scale_max = 10 and score = floor(score))),
    check (score is null or answered_at is not null),
    check (answered_at >= sent_at),
    check (sent_at is not null or answered_at is not null)
);
comment on table surveys is 'One row a question asked: answered when it has a score';
comment on column surveys.response_id is 'Key of the response';
comment on column surveys.kind is 'csat, nps, ces or enps';
comment on column surveys.score is 'Answer on the scale; empty where the person was asked and did not answer';
comment on column surveys.scale_min is 'Lowest point of the scale';
comment on column surveys.scale_max is 'Highest point of the scale';
comment on column surveys.person_id is 'Person who was asked';
comment on column surveys.case_id is 'Case that the question was about';
comment on column surveys.order_id is 'Order that the question was about';
comment on column surveys.channel is 'Channel of the contact that the question was about';
comment on column surveys.team is 'Team that served the person';
comment on column surveys.topic is 'Topic of the contact';
comment on column surveys.product is 'Product that the question was about';
comment on column surveys.sent_at is 'When the question was sent';
comment on column surveys.answered_at is 'When it was answered';
comment on column surveys.comment is 'What the person wrote, as text';
comment on column surveys.day is 'At load: local day of answered_at, else of sent_at';
comment on column surveys.week is 'At load: first day of that week';
comment on column surveys.month is 'At load: first day of that month';
comment on column surveys.themes is 'At load: themes of its topic and comment, joined by the unit separator (character 31)';
comment on column surveys.sent_day is 'At load: local day of sent_at';
comment on column surveys.speed is 'At load: how soon the case asked about was solved, 1 within an hour, 2 within 4, 3 within a day, 4 within 3, 5 later, 6 not yet; empty without a case';
comment on column surveys.segment is 'At load: segment of the person';
comment on column surveys.region is 'At load: region of the person';
comment on column surveys.person is 'At load: number of the person, as the actor of interactions has it';
comment on column surveys.is_staff is 'At load: the person is an employee, the brand, a bot, or a deleted or test account; left out of customer numbers';

create table cases (
    case_id varchar not null,
    person_id varchar,
    channel varchar,
    team varchar,
    agent_id varchar,
    topic varchar,
    priority varchar,
    status varchar,
    opened_at timestamptz,
    first_response_at timestamptz,
    first_resolved_at timestamptz,
    resolved_at timestamptz,
    reopen_count integer,
    reopened_at timestamptz,
    agent_replies integer,
    last_customer_at timestamptz,
    last_response_at timestamptz,
    response_due_at timestamptz,
    resolution_due_at timestamptz,
    subject varchar,
    day date,
    week date,
    month date,
    themes varchar,
    weekday utinyint,
    hour utinyint,
    response_minutes double,
    first_resolution_minutes double,
    resolution_minutes double,
    opened_business double,
    response_business double,
    first_resolution_business double,
    resolution_business double,
    solved_day date,
    resolved_day date,
    waiting_since timestamptz,
    is_closed boolean not null,
    is_threaded boolean not null,
    is_reopened boolean,
    segment varchar,
    region varchar,
    person integer,
    is_staff boolean not null,
    primary key (case_id),
    check (opened_at is not null),
    check (first_response_at >= opened_at),
    check (first_resolved_at >= opened_at),
    check (resolved_at >= opened_at),
    check (resolved_at >= first_resolved_at),
    check (reopen_count >= 0),
    check (reopened_at >= opened_at),
    check (agent_replies >= 0)
);
comment on table cases is 'One row a customer request: ticket, conversation or question to the company';
comment on column cases.case_id is 'Key of the case';
comment on column cases.person_id is 'Person who asked';
comment on column cases.channel is 'Channel of the first message';
comment on column cases.team is 'Team that handled it';
comment on column cases.agent_id is 'Agent who handled it';
comment on column cases.topic is 'Topic or tag';
comment on column cases.priority is 'Priority, in the company''s own words';
comment on column cases.status is 'Status, in the company''s own words';
comment on column cases.opened_at is 'When the customer asked';
comment on column cases.first_response_at is 'First public reply by a person of the company';
comment on column cases.first_resolved_at is 'First marked as solved';
comment on column cases.resolved_at is 'Last marked as solved; empty while open';
comment on column cases.reopen_count is 'How often it was opened again';
comment on column cases.reopened_at is 'When it was first opened again';
comment on column cases.agent_replies is 'Public replies by agents';
comment on column cases.last_customer_at is 'Last message of the customer';
comment on column cases.last_response_at is 'Last public reply by a person of the company';
comment on column cases.response_due_at is 'By when the first reply was promised';
comment on column cases.resolution_due_at is 'By when the solution was promised';
comment on column cases.subject is 'Subject, or the first words of the customer, as text';
comment on column cases.day is 'At load: local day of opened_at';
comment on column cases.week is 'At load: first day of that week';
comment on column cases.month is 'At load: first day of that month';
comment on column cases.themes is 'At load: themes of its topic and subject, joined by the unit separator (character 31)';
comment on column cases.weekday is 'At load: ISO weekday of opened_at, 1 is Monday';
comment on column cases.hour is 'At load: local hour of opened_at, 0 to 23';
comment on column cases.response_minutes is 'At load: minutes from opened_at to first_response_at';
comment on column cases.first_resolution_minutes is 'At load: minutes from opened_at to first_resolved_at, else to resolved_at';
comment on column cases.resolution_minutes is 'At load: minutes from opened_at to resolved_at';
comment on column cases.opened_business is 'At load: business minutes from 1990 to opened_at; empty where no business hours are set';
comment on column cases.response_business is 'At load: business minutes from opened_at to first_response_at';
comment on column cases.first_resolution_business is 'At load: business minutes from opened_at to first_resolved_at, else to resolved_at';
comment on column cases.resolution_business is 'At load: business minutes from opened_at to resolved_at';
comment on column cases.solved_day is 'At load: local day of first_resolved_at, else of resolved_at';
comment on column cases.resolved_day is 'At load: local day of resolved_at';
comment on column cases.waiting_since is 'At load: since when the customer waits for us: opened_at without a reply, else a last message after ours; empty where nobody waits';
comment on column cases.is_closed is 'At load: solved, or of a status that the settings call closed';
comment on column cases.is_reopened is 'At load: opened again within 7 days of being solved first, or at a time unknown; empty where the export does not tell, or not solved yet';
comment on column cases.is_threaded is 'At load: its channel is threaded, so that its words are a message of interactions already';
comment on column cases.segment is 'At load: segment of the person';
comment on column cases.region is 'At load: region of the person';
comment on column cases.person is 'At load: number of the person, as the actor of interactions has it';
comment on column cases.is_staff is 'At load: the person is an employee, the brand, a bot, or a deleted or test account; left out of customer numbers';

create table promises (
    promise_id varchar not null,
    kind varchar,
    person_id varchar,
    case_id varchar,
    order_id varchar,
    channel varchar,
    team varchar,
    topic varchar,
    made_at timestamptz,
    due_at timestamptz,
    kept_at timestamptz,
    day date,
    week date,
    month date,
    segment varchar,
    region varchar,
    is_staff boolean not null,
    primary key (promise_id),
    check (due_at is not null),
    check (due_at >= made_at),
    check (kept_at >= made_at)
);
comment on table promises is 'One row a promise made to a customer';
comment on column promises.promise_id is 'Key of the promise';
comment on column promises.kind is 'What was promised: first response, resolution, delivery, callback …';
comment on column promises.person_id is 'Person to whom it was made';
comment on column promises.case_id is 'Case it belongs to';
comment on column promises.order_id is 'Order it belongs to';
comment on column promises.channel is 'Channel';
comment on column promises.team is 'Team that made it';
comment on column promises.topic is 'Topic';
comment on column promises.made_at is 'When it was made';
comment on column promises.due_at is 'When it was due';
comment on column promises.kept_at is 'When it was kept; empty while open';
comment on column promises.day is 'At load: local day of due_at';
comment on column promises.week is 'At load: first day of that week';
comment on column promises.month is 'At load: first day of that month';
comment on column promises.segment is 'At load: segment of the person';
comment on column promises.region is 'At load: region of the person';
comment on column promises.is_staff is 'At load: the person is an employee, the brand, a bot, or a deleted or test account; left out of customer numbers';

create table interactions (
    interaction_id varchar not null,
    "at" timestamptz,
    channel varchar,
    kind varchar,
    actor_id varchar,
    actor_role varchar,
    target_id varchar,
    parent_id varchar,
    thread_id varchar,
    post_id varchar,
    campaign_id varchar,
    purpose varchar,
    text varchar,
    sentiment varchar,
    day date,
    week date,
    month date,
    themes varchar,
    weekday utinyint,
    hour utinyint,
    segment varchar,
    region varchar,
    actor integer,
    target integer,
    is_first_answer boolean not null,
    is_staff boolean not null,
    primary key (interaction_id),
    check ("at" is not null),
    check (kind in ('post', 'question', 'answer', 'reply', 'comment', 'mention', 'reaction', 'thanks', 'share', 'visit', 'follow', 'join', 'leave', 'subscribe', 'unsubscribe', 'open', 'click', 'invite')),
    check (sentiment in ('positive', 'neutral', 'negative'))
);
comment on table interactions is 'One row a thing that somebody did: post, question, answer, reply, visit …';
comment on column interactions.interaction_id is 'Key';
comment on column interactions."at" is 'When it happened';
comment on column interactions.channel is 'Channel, as the company names it';
comment on column interactions.kind is 'post, question, answer, reply, comment, mention, reaction, thanks, share, visit, follow, join, leave, subscribe, unsubscribe, open, click or invite';
comment on column interactions.actor_id is 'Person who did it';
comment on column interactions.actor_role is 'Role of the actor where the export says it; else that of the person';
comment on column interactions.target_id is 'Person to whom it was done';
comment on column interactions.parent_id is 'Interaction that it answers';
comment on column interactions.thread_id is 'Conversation it belongs to';
comment on column interactions.post_id is 'Post it belongs to';
comment on column interactions.campaign_id is 'Campaign that brought it';
comment on column interactions.purpose is 'What it is for: service, education, praise, sales, idea …';
comment on column interactions.text is 'What was written, as text';
comment on column interactions.sentiment is 'positive, neutral or negative, only as the export brings it';
comment on column interactions.day is 'At load: local day of at';
comment on column interactions.week is 'At load: first day of that week';
comment on column interactions.month is 'At load: first day of that month';
comment on column interactions.themes is 'At load: themes of its purpose and text, joined by the unit separator (character 31)';
comment on column interactions.weekday is 'At load: ISO weekday of at, 1 is Monday';
comment on column interactions.hour is 'At load: local hour of at, 0 to 23';
comment on column interactions.segment is 'At load: segment of the actor';
comment on column interactions.region is 'At load: region of the actor';
comment on column interactions.actor is 'At load: number of the actor, the same wherever actor_id is the same';
comment on column interactions.target is 'At load: number of the person to whom it was done, as actor has it';
comment on column interactions.is_first_answer is 'At load: the first answer to a question of somebody else who is not staff; bots do not count';
comment on column interactions.is_staff is 'At load: the actor is an employee, the brand, a bot, or a deleted or test account; left out of customer numbers';

create table posts (
    post_id varchar not null,
    published_at timestamptz,
    channel varchar,
    author_id varchar,
    author_role varchar,
    intent varchar,
    format varchar,
    topic varchar,
    headline varchar,
    text varchar,
    campaign_id varchar,
    test_id varchar,
    variant varchar,
    paid boolean,
    impressions bigint,
    reach bigint,
    reactions bigint,
    comments bigint,
    shares bigint,
    clicks bigint,
    conversions bigint,
    measured_at timestamptz,
    author integer,
    day date,
    week date,
    month date,
    weekday utinyint,
    hour utinyint,
    primary key (post_id),
    check (published_at is not null),
    check (intent in ('give', 'ask')),
    check (impressions >= 0),
    check (reach >= 0),
    check (reactions >= 0),
    check (comments >= 0),
    check (shares >= 0),
    check (clicks >= 0),
    check (conversions >= 0)
);
comment on table posts is 'One row a piece of content, with the figures that its network reports';
comment on column posts.post_id is 'Key';
comment on column posts.published_at is 'When it was published';
comment on column posts.channel is 'Channel';
comment on column posts.author_id is 'Person who published it';
comment on column posts.author_role is 'Role of the author';
comment on column posts.intent is 'give (answers, thanks, teaches, praises) or ask (promotes, asks to buy or share)';
comment on column posts.format is 'Text, picture, video …';
comment on column posts.topic is 'Topic';
comment on column posts.headline is 'Headline';
comment on column posts.text is 'Text';
comment on column posts.campaign_id is 'Campaign it belongs to';
comment on column posts.test_id is 'Test it belongs to';
comment on column posts.variant is 'Variant of the test';
comment on column posts.paid is 'Paid distribution';
comment on column posts.impressions is 'Times shown';
comment on column posts.reach is 'People reached';
comment on column posts.reactions is 'Reactions';
comment on column posts.comments is 'Comments';
comment on column posts.shares is 'Shares';
comment on column posts.clicks is 'Clicks';
comment on column posts.conversions is 'Conversions that the export reports';
comment on column posts.measured_at is 'When these figures were read';
comment on column posts.author is 'At load: number of the author, as the actor of interactions has it';
comment on column posts.day is 'At load: local day of published_at';
comment on column posts.week is 'At load: first day of that week';
comment on column posts.month is 'At load: first day of that month';
comment on column posts.weekday is 'At load: ISO weekday of published_at, 1 is Monday';
comment on column posts.hour is 'At load: local hour of published_at, 0 to 23';

create table referrals (
    referral_id varchar not null,
    referrer_id varchar,
    referred_id varchar,
    channel varchar,
    campaign_id varchar,
    invited_at timestamptz,
    joined_at timestamptz,
    converted_at timestamptz,
    status varchar,
    day date,
    week date,
    month date,
    refusal varchar,
    segment varchar,
    region varchar,
    referrer integer,
    referred integer,
    is_staff boolean not null,
    primary key (referral_id),
    check (referrer_id is not null),
    check (coalesce(invited_at, joined_at, converted_at) is not null),
    check (joined_at >= invited_at),
    check (converted_at >= joined_at),
    check (status in ('invited', 'joined', 'converted', 'refunded', 'refused'))
);
comment on table referrals is 'One row a person brought, or invited, by another';
comment on column referrals.referral_id is 'Key';
comment on column referrals.referrer_id is 'Person who brought or invited';
comment on column referrals.referred_id is 'Person who was brought or invited';
comment on column referrals.channel is 'Channel of the invitation';
comment on column referrals.campaign_id is 'Campaign it belongs to';
comment on column referrals.invited_at is 'When invited';
comment on column referrals.joined_at is 'When the invited person joined';
comment on column referrals.converted_at is 'When the invited person became a customer';
comment on column referrals.status is 'invited, joined, converted, refunded or refused';
comment on column referrals.day is 'At load: local day of invited_at, else of joined_at, else of converted_at';
comment on column referrals.week is 'At load: first day of that week';
comment on column referrals.month is 'At load: first day of that month';
comment on column referrals.refusal is 'At load: why it does not count: not joined, self, already a customer, refunded or refused; empty where it is valid';
comment on column referrals.segment is 'At load: segment of the referrer';
comment on column referrals.region is 'At load: region of the referrer';
comment on column referrals.referrer is 'At load: number of the referrer, as the actor of interactions has it';
comment on column referrals.referred is 'At load: number of the person who was brought or invited, as the actor of interactions has it';
comment on column referrals.is_staff is 'At load: the referrer is an employee, the brand, a bot, or a deleted or test account; left out of customer numbers';

create table orders (
    order_id varchar not null,
    person_id varchar,
    ordered_at timestamptz,
    amount decimal(18, 4),
    refunded decimal(18, 4),
    currency varchar,
    channel varchar,
    campaign_id varchar,
    source varchar,
    day date,
    week date,
    month date,
    segment varchar,
    region varchar,
    person integer,
    is_staff boolean not null,
    primary key (order_id),
    check (ordered_at is not null),
    check (amount >= 0),
    check (refunded >= 0),
    check (refunded <= amount)
);
comment on table orders is 'One row an order';
comment on column orders.order_id is 'Key';
comment on column orders.person_id is 'Buyer';
comment on column orders.ordered_at is 'When it was placed';
comment on column orders.amount is 'Amount paid';
comment on column orders.refunded is 'Amount given back';
comment on column orders.currency is 'ISO 4217 code; sums stand per currency';
comment on column orders.channel is 'Channel of the sale';
comment on column orders.campaign_id is 'Campaign that brought it';
comment on column orders.source is 'Where the buyer came from';
comment on column orders.day is 'At load: local day of ordered_at';
comment on column orders.week is 'At load: first day of that week';
comment on column orders.month is 'At load: first day of that month';
comment on column orders.segment is 'At load: segment of the buyer';
comment on column orders.region is 'At load: region of the buyer';
comment on column orders.person is 'At load: number of the person, as the actor of interactions has it';
comment on column orders.is_staff is 'At load: the buyer is an employee, the brand, a bot, or a deleted or test account; left out of customer numbers';

create table campaigns (
    campaign_id varchar not null,
    name varchar,
    parent_id varchar,
    partner_id varchar,
    starts_at timestamptz,
    ends_at timestamptz,
    goal varchar,
    cost decimal(18, 4),
    day date,
    week date,
    month date,
    end_day date,
    primary key (campaign_id),
    check (ends_at >= starts_at),
    check (cost >= 0)
);
comment on table campaigns is 'One row a campaign, which may have a parent';
comment on column campaigns.campaign_id is 'Key';
comment on column campaigns.name is 'Name';
comment on column campaigns.parent_id is 'Campaign it is part of';
comment on column campaigns.partner_id is 'Partner who runs it';
comment on column campaigns.starts_at is 'Start';
comment on column campaigns.ends_at is 'End';
comment on column campaigns.goal is 'What it is for';
comment on column campaigns.cost is 'Cost';
comment on column campaigns.day is 'At load: local day of starts_at';
comment on column campaigns.week is 'At load: first day of that week';
comment on column campaigns.month is 'At load: first day of that month';
comment on column campaigns.end_day is 'At load: local day of ends_at';

create table tests (
    test_id varchar not null,
    hypothesis varchar,
    metric varchar,
    planned_n bigint,
    planned_looks integer,
    starts_at timestamptz,
    ends_at timestamptz,
    decision varchar,
    day date,
    week date,
    month date,
    end_day date,
    primary key (test_id),
    check (ends_at >= starts_at),
    check (planned_n > 0),
    check (planned_looks > 0)
);
comment on table tests is 'One row a test of headlines, timing or content';
comment on column tests.test_id is 'Key';
comment on column tests.hypothesis is 'What was expected';
comment on column tests.metric is 'What decides it';
comment on column tests.planned_n is 'Observations planned';
comment on column tests.planned_looks is 'Looks planned';
comment on column tests.starts_at is 'Start';
comment on column tests.ends_at is 'End';
comment on column tests.decision is 'What was decided';
comment on column tests.day is 'At load: local day of starts_at';
comment on column tests.week is 'At load: first day of that week';
comment on column tests.month is 'At load: first day of that month';
comment on column tests.end_day is 'At load: local day of ends_at';

create table actions (
    action_id varchar not null,
    topic varchar,
    title varchar,
    proposed_by varchar,
    team varchar,
    level varchar,
    raised_at timestamptz,
    decided_at timestamptz,
    done_at timestamptz,
    status varchar,
    day date,
    week date,
    month date,
    decided_day date,
    themes varchar,
    primary key (action_id),
    check (raised_at is not null),
    check (decided_at >= raised_at),
    check (done_at >= raised_at),
    check (status in ('open', 'adopted', 'declined', 'done'))
);
comment on table actions is 'One row an idea or request and what became of it: you said, we did';
comment on column actions.action_id is 'Key';
comment on column actions.topic is 'Topic or theme it answers';
comment on column actions.title is 'What is to be done';
comment on column actions.proposed_by is 'Person who proposed it';
comment on column actions.team is 'Team of who proposed it';
comment on column actions.level is 'Level of who proposed it';
comment on column actions.raised_at is 'When raised';
comment on column actions.decided_at is 'When decided';
comment on column actions.done_at is 'When done';
comment on column actions.status is 'open, adopted, declined or done';
comment on column actions.day is 'At load: local day of raised_at';
comment on column actions.week is 'At load: first day of that week';
comment on column actions.month is 'At load: first day of that month';
comment on column actions.decided_day is 'At load: local day of decided_at';
comment on column actions.themes is 'At load: themes of its topic, or of its title where it has none, joined by the unit separator (character 31)';

create table notes (
    time timestamptz not null,
    description varchar not null,
    time_end timestamptz,
    measures varchar,
    day date,
    primary key (time, description),
    check (time_end >= time)
);
comment on table notes is 'What happened: lines that the charts carry';
comment on column notes.time is 'When it happened, or began';
comment on column notes.description is 'What happened';
comment on column notes.time_end is 'When it ended';
comment on column notes.measures is 'Metrics it concerns, separated by commas; empty for all';
comment on column notes.day is 'At load: local day of time';
