//! What can be asked for.

use crate::names::names;

names! {
    /// Something that an actor asks to do, named by the resource that it makes or shows.
    Action {
        /// Say what happened.
        FileReport = "report",
        /// See a matter, or that it exists.
        ViewMatter = "matter",
        /// Search matters by names and telephone numbers.
        ViewNames = "names",
        /// Read notes that are not shared with the parties.
        ViewPrivateNotes = "private-notes",
        /// Accept a reported matter.
        AcceptMatter = "acceptance",
        /// Return a matter with a reason.
        ReturnMatter = "return",
        /// Refer a matter to someone outside.
        ReferMatter = "referral",
        /// Give a matter to bodies and a mediator.
        AssignMatter = "assignment",
        /// Say who of the body that has a matter mediates.
        NameMediator = "mediator-naming",
        /// Fold a duplicate into a matter.
        MergeMatter = "merger",
        /// Note that matters belong together, or are others whatever they look like.
        LinkMatter = "link",
        /// Correct category, urgency or parties.
        EditMatter = "details",
        /// Arrange a mediation session.
        ArrangeSession = "session",
        /// Record what a session brought.
        RecordSession = "session-record",
        /// Write a note.
        WriteNote = "note",
        /// Write to the other side of the counter.
        SendMessage = "message",
        /// Attach a file.
        AttachFile = "file",
        /// Draft the agreement.
        DraftAgreement = "agreement-draft",
        /// Sign, or refuse, the agreement as a party; staff record a signature on paper.
        SignAgreement = "agreement-signature",
        /// Sign the agreement as mediator and put the committee's seal.
        SealAgreement = "agreement-seal",
        /// Record that an obligation was fulfilled or breached.
        RecordFulfilment = "fulfilment",
        /// Conclude: settled or not.
        ConcludeMatter = "conclusion",
        /// Leave mediation.
        WithdrawMatter = "withdrawal",
        /// Arrange a return visit.
        ArrangeReturnVisit = "return-visit",
        /// Report a return visit.
        ReportReturnVisit = "return-visit-report",
        /// Rate how the matter was handled.
        RateMatter = "rating",
        /// Take a party's judgement down, by telephone or from paper, or note that it was not reached.
        TakeRating = "rating-taking",
        /// See which matters were drawn for an independent call-back, and call.
        CallBack = "call-back",
        /// Reopen a concluded matter.
        ReopenMatter = "reopening",
        /// Close the dossier.
        ArchiveMatter = "archive",
        /// Sign for a body's work, send it back, answer, ask for more time, hand it over.
        AnswerAssignment = "assignment-answer",
        /// See the work that a body was given.
        ViewWork = "work",
        /// Say who is responsible, and why.
        RaiseDispute = "dispute",
        /// Decide who is responsible.
        DecideDispute = "dispute-decision",
        /// Read what was decided between bodies before, without names.
        ViewPrecedents = "precedents",
        /// Bring several bodies together, call conferences, write their minutes.
        ConveneBodies = "joint-mediation",
        /// Report that a body has done what a conference decided.
        FinishTask = "task",
        /// Name the leader who sees to a hard matter.
        NameSponsor = "sponsor",
        /// Work off old matters.
        WorkBacklog = "backlog",
        /// Urge late work.
        UrgeMatter = "urging",
        /// Answer an urging.
        AnswerUrging = "urging-answer",
        /// Take a matter to one's own body.
        TakeOverMatter = "take-over",
        /// See who held a matter when, and what was missed.
        ViewTrace = "trace",
        /// Object to a mark against one's body.
        ObjectToMark = "objection",
        /// Judge an objection to a mark.
        JudgeObjection = "objection-judgement",
        /// Let a time limit stand still, or go on.
        PauseClock = "clock-pause",
        /// Ask for more time.
        AskExtension = "extension",
        /// Agree to more time, or not; staff record what a party says.
        AgreeExtension = "extension-consent",
        /// Grant more time, or not, where the rule asks somebody's approval.
        ApproveExtension = "extension-approval",
        /// Take a matter up a tier.
        RaiseMatter = "rise",
        /// Ask for a higher tier.
        AskRise = "rise-request",
        /// Say why it stays where it is. Not for whoever mediates it: the request may be about them.
        DeclineRise = "rise-refusal",
        /// Ask a lower tier to take it.
        SendDown = "send-down",
        /// Take what a higher tier sends down, or say why not.
        AnswerSendDown = "send-down-answer",
        /// Record a report of a person whose home is elsewhere, for the home to take.
        FileElsewhere = "report-elsewhere",
        /// Note who sent a report, give the sender a receipt, answer the sender.
        AnswerSender = "arrival",
        /// Ask somebody elsewhere to take it, take that back, note a receipt or an outcome by hand.
        DivertMatter = "diversion",
        /// See what was sent to one's body, sign for it, refuse it, say what came of it.
        AnswerDiversion = "diversion-answer",
        /// Note that a party got the written advice; a party says so of its own.
        HandOverAdvice = "advice",
        /// Say that somebody may be in danger, and note what was done about it.
        SignDanger = "danger-sign",
        /// Decide whether it is so, and when it is over.
        DecideDanger = "danger-decision",
        /// Say as a party whether it wants the matter to go elsewhere.
        AnswerConsent = "diversion-consent",
        /// See who is on duty when.
        ViewRoster = "roster",
        /// Say who is on duty when.
        KeepRoster = "roster-plan",
        /// Look for times in which nobody is on duty, and tell who plans.
        NoteGaps = "roster-gaps",
        /// Serve: ask for swaps, leave and sign notes.
        ServeDuty = "duty",
        /// Note what the court does about the confirmation of an agreement.
        NoteConfirmation = "confirmation",
        /// Settle a small thing on the spot: reported, agreed and concluded at once.
        SettleOnTheSpot = "on-the-spot",
        /// See the triage queue.
        ViewQueue = "queue",
        /// See lists of matters.
        ViewList = "list",
        /// Take a list away as a file.
        ExportList = "list-export",
        /// See the dashboard.
        ViewDashboard = "dashboard",
        /// See counts without names.
        ViewStatistics = "statistics",
        /// Work at the window.
        UseDesk = "desk",
        /// Find the earlier matter of someone at the window.
        FindEarlier = "earlier-matters",
        /// Create, disable and equip accounts.
        ManageAccounts = "accounts",
        /// Create and change bodies.
        ManageBodies = "bodies",
        /// Create and change regions.
        ManageRegions = "regions",
        /// See background jobs.
        ViewJobs = "jobs",
        /// Retry or discard background jobs.
        ManageJobs = "job-control",
        /// See how the installation is.
        ViewHealth = "health",
        /// Create and revoke API tokens.
        CreateToken = "tokens",
        /// See the playbooks loaded.
        ViewPlaybooks = "playbooks",
    }
}
