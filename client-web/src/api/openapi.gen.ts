/* Generated from openapi.json by `npm run types`. Do not edit. */
export type paths = Record<string, never>;
export type webhooks = Record<string, never>;
export interface components {
    schemas: {
        /**
         * ActionMove
         * @example {
         *       "action": "foreign_aid",
         *       "effort": 2,
         *       "target": "fiji"
         *     }
         */
        ActionMove: {
            /** Action */
            action: string;
            /** Effort */
            effort?: number | null;
            /** Target */
            target?: string | null;
        };
        /**
         * ActionOption
         * @description What the seat may do now with one action; `reason` is null when it is possible.
         *
         *     Targets are keys of the kind that the action's text names, in the scenario's order; an action without
         *     targets has neither possible nor impossible ones. Each reason is told once: a world of 193 states has
         *     12,000 targets, and told one by one they weighed eight times as much.
         */
        ActionOption: {
            /** Action */
            action: string;
            /** Cost */
            cost: number;
            /** Fit */
            fit: number;
            /** Not Now */
            not_now: components["schemas"]["NotNow"][];
            /** Reason */
            reason: string | null;
            /** Targets */
            targets: string[];
        };
        /** ActionText */
        ActionText: {
            /** Betrays */
            betrays: string[];
            /** Cost */
            cost: number;
            /** Counterpart */
            counterpart: string | null;
            /** Covert */
            covert: boolean;
            /** Each Turn */
            each_turn: components["schemas"]["EffectText"][];
            /** Effects */
            effects: components["schemas"]["EffectText"][];
            /** Globalism */
            globalism: string;
            /** Help */
            help: string;
            /** Hostile */
            hostile: boolean;
            /** Lasts */
            lasts: number;
            /** Limits */
            limits: unknown;
            /** Name */
            name: string;
            /** Needs Both */
            needs_both: boolean;
            /** Source */
            source: string;
            /**
             * Target
             * @enum {string}
             */
            target: "none" | "state" | "institution" | "movement" | "globalism" | "bloc";
        };
        /** Alive */
        Alive: {
            /**
             * Status
             * @constant
             */
            status: "alive";
        };
        /**
         * AtStake
         * @description Why a ground counts as it does: `rest` and `raised` sum to its `stakes`, in percent of all.
         */
        AtStake: {
            /** By */
            by: number;
            /** Raised */
            raised: number;
            /** Rest */
            rest: number;
            /** Subject */
            subject: string | null;
            /** Variable */
            variable: string | null;
        };
        /** BlocText */
        BlocText: {
            /** Gloss */
            gloss: string;
            /** Kind */
            kind: string;
            /** Name */
            name: string;
        };
        /** BlocView */
        BlocView: {
            depth: components["schemas"]["Gauge"];
            /** Leader */
            leader: string | null;
            /** Members */
            members: string[];
            /** Rigid */
            rigid: boolean;
        };
        /**
         * BotSwitch
         * @example {
         *       "on": true
         *     }
         */
        BotSwitch: {
            /** On */
            on: boolean;
        };
        /**
         * Cable
         * @description `to`: the seats that may read it.
         * @example {
         *       "text": "Shall we table it together?",
         *       "to": [
         *         "china"
         *       ]
         *     }
         */
        Cable: {
            /** Text */
            text: string;
            /** To */
            to: string[];
        };
        /**
         * CauseDeed
         * @description The deed behind a ledger line, in keys: who did what to whom.
         */
        CauseDeed: {
            /** Actor */
            actor: string | null;
            /** Key */
            key: string;
            /**
             * Kind
             * @enum {string}
             */
            kind: "action" | "resolution" | "event" | "choice" | "pact";
            /** Target */
            target: string | null;
            /**
             * Target Kind
             * @enum {string}
             */
            target_kind: "none" | "state" | "institution" | "movement" | "globalism" | "bloc";
        };
        /**
         * CauseLine
         * @description One named delta of the ledger, as its audience may read it.
         */
        CauseLine: {
            /** After */
            after: number;
            /** Because */
            because: string;
            /** Before */
            before: number;
            deed?: components["schemas"]["CauseDeed"] | null;
            /** Delta */
            delta: number;
            /**
             * Hidden
             * @default false
             */
            hidden?: boolean;
            /** Rule */
            rule: string;
            /** Subject */
            subject: string;
            /** Turn */
            turn: number;
            /** Variable */
            variable: string;
        };
        /** ChoiceText */
        ChoiceText: {
            /** Effects */
            effects: components["schemas"]["EffectText"][];
            /** Name */
            name: string;
            /** Text */
            text: string;
        };
        /**
         * Chronicle
         * @description A whole game as told from its ledger: what `comity play --story` prints.
         */
        Chronicle: {
            /** Sections */
            sections: components["schemas"]["ChronicleSection"][];
            /** Title */
            title: string;
        };
        /** ChronicleParagraph */
        ChronicleParagraph: {
            /** Head */
            head: string;
            /** Item */
            item: boolean;
            /** Text */
            text: string;
        };
        /** ChronicleSection */
        ChronicleSection: {
            /** Paragraphs */
            paragraphs: components["schemas"]["ChronicleParagraph"][];
            /** Title */
            title: string;
        };
        /**
         * Claim
         * @description `token` is what stands after `#` in a seat or spectator link; a seat link needs a `name`.
         * @example {
         *       "name": "Grace",
         *       "token": "vT9x…"
         *     }
         */
        Claim: {
            /** Name */
            name?: string | null;
            /** Token */
            token: string;
        };
        /** ClassView */
        ClassView: {
            /** Created At */
            created_at: string;
            /** Delete On */
            delete_on: string | null;
            /** Id */
            id: string;
            /** Name */
            name: string;
        };
        /**
         * Closing
         * @description `turn` is the one that was seen open: whoever asks twice by accident closes it once.
         * @example {
         *       "turn": 1
         *     }
         */
        Closing: {
            /** Turn */
            turn: number;
        };
        /**
         * Debrief
         * @description The opened game. `commitment_holds` says that the revealed seed is the one promised at the start.
         */
        Debrief: {
            /** Archive */
            archive: components["schemas"]["Message"][];
            /** Commitment Holds */
            commitment_holds: boolean;
            /** Docket */
            docket: {
                [key: string]: string;
            };
            header: components["schemas"]["GameHeader"];
            /** Moves */
            moves: components["schemas"]["PlayedMove"][];
            /** Objectives */
            objectives: {
                [key: string]: components["schemas"]["ObjectiveView"][];
            };
            /** Par */
            par: {
                [key: string]: components["schemas"]["SeatPar"];
            };
            /** Scores */
            scores: components["schemas"]["ScoreLine"][];
            /** Seed */
            seed: string;
            /** Turns */
            turns: components["schemas"]["DebriefTurn"][];
        };
        /** DebriefTurn */
        DebriefTurn: {
            /** Indices */
            indices: {
                [key: string]: number;
            };
            /** Stances */
            stances: {
                [key: string]: {
                    [key: string]: number;
                };
            };
            /** System */
            system: {
                [key: string]: number;
            };
            /** Turn */
            turn: number;
        };
        /**
         * DocketItem
         * @description A resolution to be voted this turn.
         */
        DocketItem: {
            /** Id */
            id: string;
            /** Institution */
            institution: string;
            /** Resolution */
            resolution: string;
            /** Scheduled */
            scheduled: boolean;
            /** Sponsors */
            sponsors: string[];
            /** Target */
            target: string | null;
            /** Text */
            text: string;
            /** Voters */
            voters: string[];
        };
        /**
         * EffectScales
         * @description What an effect is multiplied by now, by the scale that it names.
         */
        EffectScales: {
            /** By Institution */
            by_institution: {
                [key: string]: {
                    [key: string]: number;
                };
            };
            /** Own */
            own: {
                [key: string]: number;
            };
        };
        /**
         * EffectText
         * @description One thing that changes, and by what it is scaled (`Texts.scales` names these).
         */
        EffectText: {
            /** Amount */
            amount: number | null;
            /** Institution */
            institution: string | null;
            /** Other */
            other: string | null;
            /** Phrase */
            phrase: string;
            /** Scaled By */
            scaled_by: string[];
            /** Short */
            short: string;
            /** Text */
            text: string;
            /** Variable */
            variable: string;
            /** Whose */
            whose: string | null;
        };
        /**
         * EventText
         * @description `text` may hold `{state}`, which stands for the state that it hits.
         */
        EventText: {
            /** Choices */
            choices: {
                [key: string]: components["schemas"]["ChoiceText"];
            };
            /** Effects */
            effects: components["schemas"]["EffectText"][];
            /**
             * Hits
             * @enum {string}
             */
            hits: "state" | "world";
            /** Name */
            name: string;
            /** Source */
            source: string;
            /** Text */
            text: string;
        };
        /**
         * Extension
         * @description `deadline_version` is the one last seen: whoever extends twice by accident extends once.
         * @example {
         *       "deadline_version": 1,
         *       "minutes": 5
         *     }
         */
        Extension: {
            /** Deadline Version */
            deadline_version: number;
            /** Minutes */
            minutes: number;
        };
        /** FaceText */
        FaceText: {
            /** Globalism */
            globalism: string;
            /** Gloss */
            gloss: string;
            /** Name */
            name: string;
        };
        /**
         * Fault
         * @description One refusal, written for the person who must mend it.
         *
         *     `code` is a stable snake_case name, `field` a path in the input (`actions[2].target`), `message` says what
         *     is wrong and `fix` what to do instead.
         */
        Fault: {
            /** Code */
            code: string;
            /** Field */
            field: string;
            /** Fix */
            fix: string;
            /** Message */
            message: string;
        };
        /**
         * FitRule
         * @description How a stance carries an action: `floor` with none of the action's globalism in it, from there evenly up
         *     to 1, which a share of `whole` and any larger one give. Both 0..1.
         */
        FitRule: {
            /** Floor */
            floor: number;
            /** Whole */
            whole: number;
        };
        /**
         * FloorsText
         * @description What a globalism makes of each floor.
         */
        FloorsText: {
            /** Ground */
            ground: string;
            /** Middle */
            middle: string;
            /** Top */
            top: string;
        };
        /** GameHeader */
        GameHeader: {
            /** Bots Fill */
            bots_fill: boolean;
            /** Deadline At */
            deadline_at: string | null;
            /** Deadline Version */
            deadline_version: number;
            /** Early */
            early: boolean;
            /** Id */
            id: string;
            /** Remaining Seconds */
            remaining_seconds: number | null;
            /** Scenario */
            scenario: string;
            /** Scenario Title */
            scenario_title: string;
            /** Seed */
            seed: string | null;
            /** Seed Commitment */
            seed_commitment: string;
            /** Server Now */
            server_now: string;
            /**
             * Status
             * @enum {string}
             */
            status: "lobby" | "running" | "paused" | "ended";
            /** Title */
            title: string;
            /** Turn */
            turn: number;
            /** Turns */
            turns: number;
        };
        /**
         * GameHealth
         * @description How a game fares, for its instructor. `turn` is the one being played, 0 in the lobby.
         */
        GameHealth: {
            /** Failed */
            failed: boolean;
            last_resolution: components["schemas"]["LastResolution"] | null;
            /**
             * Live Updates
             * @enum {string}
             */
            live_updates: "at_once" | "delayed";
            other_rules: components["schemas"]["OtherRules"] | null;
            /** Overdue Seconds */
            overdue_seconds: number;
            /** People */
            people: components["schemas"]["SeatedPerson"][];
            /** Server Now */
            server_now: string;
            /** Turn */
            turn: number;
            /** Unresolved Seconds */
            unresolved_seconds: number;
        };
        /**
         * Gauge
         * @description One published number and how far the last turn moved it.
         */
        Gauge: {
            /** Change */
            change: number;
            /** Value */
            value: number;
        };
        /**
         * GlobalismText
         * @description `shape` is `circle`, `triangle`, `square` or `diamond`: stance is never colour alone.
         */
        GlobalismText: {
            /** Colour */
            colour: string;
            floors: components["schemas"]["FloorsText"];
            /** Gloss */
            gloss: string;
            /** Name */
            name: string;
            /** Shape */
            shape: string;
        };
        /** GlobalismView */
        GlobalismView: {
            claim: components["schemas"]["Gauge"];
            /** Faces */
            faces: {
                [key: string]: components["schemas"]["Gauge"];
            };
            gap: components["schemas"]["Gauge"];
            /**
             * Leans
             * @enum {string}
             */
            leans: "power" | "legitimacy" | "neither";
            legitimacy: components["schemas"]["Gauge"];
            prevalence: components["schemas"]["Gauge"];
            /** Radical */
            radical: boolean;
            radicalisation: components["schemas"]["Gauge"];
            recognition: components["schemas"]["Gauge"];
            /** Sub Orders */
            sub_orders: {
                [key: string]: components["schemas"]["Gauge"];
            };
        };
        /** GrievanceText */
        GrievanceText: {
            /** Gloss */
            gloss: string;
            /** Name */
            name: string;
        };
        /** GroundText */
        GroundText: {
            /** Meetings */
            meetings: components["schemas"]["MeetingText"][];
            /** Name */
            name: string;
            /** Source */
            source: string;
            /** Words */
            words: string;
        };
        /**
         * Headline
         * @description Something that happened, in words.
         *
         *     `about` names first what was done or came (`action:KEY`, `resolution:KEY`, `event:KEY`), if anything, and
         *     then whom it concerns (`state:KEY`, `pair:KEY:KEY` and the like), who acts first.
         */
        Headline: {
            /** About */
            about: string[];
            /** Kind */
            kind: string;
            /** Text */
            text: string;
        };
        /**
         * Heads
         * @description The last numbers of the caller's two streams; `private` is 0 for those who have none.
         */
        Heads: {
            /** Private */
            private: number;
            /** Public */
            public: number;
        };
        /**
         * HealthReport
         * @description `parts` says what each dependency answered; a degraded part does not make us unready.
         */
        HealthReport: {
            /** Parts */
            parts: {
                [key: string]: string;
            };
            /**
             * Status
             * @enum {string}
             */
            status: "ready" | "degraded" | "not_ready";
        };
        /**
         * Injects
         * @description What was sent in `turn`, in that order, and comes with the turn after it; hidden until then.
         */
        Injects: {
            /** Turn */
            turn: number;
            /** Waiting */
            waiting: components["schemas"]["InjectView"][];
        };
        /**
         * InjectView
         * @description An event that the instructor sent; `state` is null where it hits the world.
         */
        InjectView: {
            /** Event */
            event: string;
            /** State */
            state: string | null;
        };
        /** InstitutionText */
        InstitutionText: {
            /** Domain */
            domain: string;
            /** Gloss */
            gloss: string;
            /** Name */
            name: string;
            /** Rule */
            rule: string;
            /** Rule Words */
            rule_words: string;
            /** Source */
            source: string;
        };
        /** InstitutionView */
        InstitutionView: {
            authority: components["schemas"]["Gauge"];
            /** Council */
            council: string[];
            legitimacy: components["schemas"]["Gauge"];
            /** Members */
            members: string[];
            /** Ownership */
            ownership: {
                [key: string]: number;
            };
            /** Permanent */
            permanent: string[];
            /** Quotas */
            quotas: {
                [key: string]: number;
            };
            renewal: components["schemas"]["Gauge"];
            universality: components["schemas"]["Gauge"];
        };
        /**
         * Join
         * @description Takes a seat under a name. Several people may hold one seat.
         * @example {
         *       "code": "K7M2QX",
         *       "name": "Grace",
         *       "seat": "usa"
         *     }
         */
        Join: {
            /** Code */
            code: string;
            /** Name */
            name: string;
            /** Seat */
            seat: string;
        };
        /**
         * JoinCode
         * @example {
         *       "code": "K7M2QX"
         *     }
         */
        JoinCode: {
            /** Code */
            code: string;
        };
        /**
         * LastResolution
         * @description The turn that was resolved last; `seconds` went by from its close until everybody could see it.
         */
        LastResolution: {
            /** At */
            at: string;
            /** Seconds */
            seconds: number;
            /** Turn */
            turn: number;
        };
        /**
         * LengthOption
         * @description One length in which a scenario can be played; the first of them is its own.
         */
        LengthOption: {
            /** Gloss */
            gloss: string;
            /** Key */
            key: string;
            /** Minutes */
            minutes: number;
            /** Name */
            name: string;
            /** Turns */
            turns: number;
        };
        /**
         * LinkMade
         * @description Shown this once.
         */
        LinkMade: {
            /** Url */
            url: string;
        };
        /**
         * LogIn
         * @example {
         *       "name": "Ada Lovelace",
         *       "password": "a long sentence to remember"
         *     }
         */
        LogIn: {
            /** Name */
            name: string;
            /** Password */
            password: string;
        };
        /** LookedUp */
        LookedUp: {
            /** Game */
            game: string;
            /** Scenario Title */
            scenario_title: string;
            /** Seats */
            seats: components["schemas"]["OpenSeat"][];
            /** Title */
            title: string;
        };
        /**
         * MeasurePart
         * @description One part of an index or gauge of the system; `texts.measures` names it.
         */
        MeasurePart: {
            /** Key */
            key: string;
            /** Most */
            most: number | null;
            /** Value */
            value: number;
        };
        /**
         * MeetingText
         * @description How two globalisms stand to each other on a ground, -1 to 1, and why.
         */
        MeetingText: {
            /** Because */
            because: string;
            /** Between */
            between: string[];
            /** By */
            by: number;
            /** If Stronger */
            if_stronger: string | null;
        };
        /** Message */
        Message: {
            /** From */
            from: string;
            /** Id */
            id: string;
            /**
             * Kind
             * @enum {string}
             */
            kind: "statement" | "cable";
            /** Sent At */
            sent_at: string;
            /** Text */
            text: string;
            /** To */
            to: string[];
            /** Turn */
            turn: number;
        };
        /**
         * MessagePage
         * @description Some of the messages that the caller may read, oldest first, and how many there are before them.
         */
        MessagePage: {
            /** Earlier Messages */
            earlier_messages: number;
            /** Messages */
            messages: components["schemas"]["Message"][];
        };
        /**
         * Move
         * @description A seat's move. What is left out keeps the stance, abstains, and does nothing.
         * @example {
         *       "actions": [
         *         {
         *           "action": "foreign_aid",
         *           "effort": 2,
         *           "target": "fiji"
         *         }
         *       ],
         *       "answers": {
         *         "pandemic": "share_vaccines"
         *       },
         *       "stance": {
         *         "conservative": 1,
         *         "liberal": 4,
         *         "mercantilist": 2,
         *         "transformative": 3
         *       },
         *       "tabled": [
         *         {
         *           "institution": "un_general_assembly",
         *           "resolution": "climate_compact"
         *         }
         *       ],
         *       "votes": {
         *         "d1": "yes"
         *       }
         *     }
         */
        Move: {
            /** Actions */
            actions?: components["schemas"]["ActionMove"][] | null;
            /** Answers */
            answers?: {
                [key: string]: string;
            } | null;
            /** Stance */
            stance?: {
                [key: string]: number;
            } | null;
            /** Tabled */
            tabled?: components["schemas"]["TablingMove"][] | null;
            /** Votes */
            votes?: {
                [key: string]: "yes" | "no" | "abstain" | "defy";
            } | null;
        };
        /** MovementText */
        MovementText: {
            /** Gloss */
            gloss: string;
            /** Name */
            name: string;
            /** Uncivil */
            uncivil: boolean;
        };
        /** MovementView */
        MovementView: {
            /** By State */
            by_state: {
                [key: string]: number;
            };
            strength: components["schemas"]["Gauge"];
        };
        /**
         * MoveRecord
         * @description The saved move of a seat; `body` is null when it was withdrawn, `by` is the teammate's name.
         */
        MoveRecord: {
            /** Body */
            body: {
                [key: string]: unknown;
            } | null;
            /** By */
            by: string | null;
            /** Received At */
            received_at: string;
            /** Rev */
            rev: number;
        };
        /**
         * NewClass
         * @description `delete_on`: when the class and all that belongs to it shall be erased.
         * @example {
         *       "delete_on": "2027-07-31",
         *       "name": "IR 101, Tuesday"
         *     }
         */
        NewClass: {
            /** Delete On */
            delete_on?: string | null;
            /** Name */
            name: string;
        };
        /**
         * NewGame
         * @description `early` closes a turn as soon as all are ready; spectators lag `spectator_delay` turns behind.
         * @example {
         *       "bots_fill": true,
         *       "early": true,
         *       "minutes_per_turn": 7,
         *       "scenario": "crash-course",
         *       "title": "Section A"
         *     }
         */
        NewGame: {
            /**
             * Bots Fill
             * @default false
             */
            bots_fill?: boolean;
            /** Early */
            early: boolean;
            /** Length */
            length?: string | null;
            /** Minutes Per Turn */
            minutes_per_turn?: number | null;
            /** Scenario */
            scenario: string;
            /**
             * Spectator Delay
             * @default 0
             */
            spectator_delay?: number;
            /** Theory */
            theory?: string | null;
            /** Title */
            title?: string | null;
        };
        /**
         * NewInject
         * @description An event of the scenario; `state` where it hits one, and not where it hits the world.
         * @example {
         *       "event": "pandemic",
         *       "state": "fiji"
         *     }
         */
        NewInject: {
            /** Event */
            event: string;
            /** State */
            state?: string | null;
        };
        /**
         * NewInstructor
         * @description `invite` is the token after `#` in the invitation link.
         * @example {
         *       "invite": "pLq3…",
         *       "name": "Ada Lovelace",
         *       "password": "a long sentence to remember"
         *     }
         */
        NewInstructor: {
            /** Invite */
            invite: string;
            /** Name */
            name: string;
            /** Password */
            password: string;
        };
        /**
         * NewSpectatorLink
         * @description `show_out`: whether everybody who watches by an older link shall leave.
         * @example {
         *       "show_out": false
         *     }
         */
        NewSpectatorLink: {
            /**
             * Show Out
             * @default false
             */
            show_out?: boolean;
        };
        /**
         * Nothing
         * @description An empty object: the address says everything.
         * @example {}
         */
        Nothing: Record<string, never>;
        /**
         * NotNow
         * @description Why an action or a resolution cannot be aimed at these targets now.
         */
        NotNow: {
            /** Reason */
            reason: string;
            /** Targets */
            targets: string[];
        };
        /** ObjectiveView */
        ObjectiveView: {
            /** Hidden */
            hidden: boolean;
            /** Key */
            key: string;
            /** Met */
            met: boolean;
            /** Now */
            now: number;
            /** Points */
            points: number;
            /** Subject */
            subject: string;
            /**
             * Test
             * @enum {string}
             */
            test: "at_least" | "at_most" | "rises_by" | "falls_by";
            /** Text */
            text: string;
            /** Variable */
            variable: string;
            /** Wanted */
            wanted: number;
        };
        /** OpenSeat */
        OpenSeat: {
            /** Bot */
            bot: boolean;
            /** Brief */
            brief: string;
            /** Holders */
            holders: number;
            /** Name */
            name: string;
            /** Power */
            power: number;
            /** Predisposition */
            predisposition: {
                [key: string]: number;
            };
            /** Seat */
            seat: string;
            /** State */
            state: string;
            /** State Name */
            state_name: string;
            /** Taken */
            taken: boolean;
        };
        /**
         * OrderPhase
         * @description The predominant model of order, and the phase that it is in: `contained` by a viable competitor,
         *     `unbounded` while none checks it, or `limits_met` once it claims much and is checked again.
         */
        OrderPhase: {
            /** Globalism */
            globalism: string;
            /** Phase */
            phase: string;
        };
        /**
         * OtherRules
         * @description Under which rules a game was begun, and those that this server has instead.
         */
        OtherRules: {
            /** Game */
            game: string;
            /** Server */
            server: string[];
        };
        /**
         * OwnSession
         * @description One browser in which somebody is signed in.
         */
        OwnSession: {
            /** Created At */
            created_at: string;
            /** Present */
            present: boolean;
            /** Seen At */
            seen_at: string;
        };
        /**
         * PairView
         * @description Two states whose relation differs from the ordinary: a < b by key.
         */
        PairView: {
            /** A */
            a: string;
            /** Agreement */
            agreement: number;
            /** B */
            b: string;
            /** Escalation */
            escalation: number;
            /** Pacts */
            pacts: string[];
            /** Rung */
            rung: string;
            /** Sanctions By A */
            sanctions_by_a: number;
            /** Sanctions By B */
            sanctions_by_b: number;
            /** Tension */
            tension: number;
            /** Trust */
            trust: number;
        };
        /**
         * PendingEvent
         * @description An event that has come; `choices` is empty when it asks nothing.
         */
        PendingEvent: {
            /** Choices */
            choices: string[];
            /** Event */
            event: string;
            /** State */
            state: string | null;
        };
        /**
         * PersonHere
         * @description Somebody who holds a seat; `here` while a live line of theirs is open. `browsers` are those in which
         *     they are signed in: more than they know of, where their personal code went round.
         */
        PersonHere: {
            /** Browsers */
            browsers: number;
            /** Here */
            here: boolean;
            /** Name */
            name: string;
        };
        /** PlayedMove */
        PlayedMove: {
            /** Because */
            because: {
                [key: string]: string;
            };
            /** Body */
            body: {
                [key: string]: unknown;
            };
            /** By Bot */
            by_bot: boolean;
            /** Seat */
            seat: string;
            /** Turn */
            turn: number;
        };
        /**
         * PlayedTurn
         * @description What counted for one seat in a resolved turn.
         */
        PlayedTurn: {
            /** Bot Turns */
            bot_turns: number[];
            /** Docket */
            docket: {
                [key: string]: string;
            };
            move: components["schemas"]["PlayedMove"] | null;
        };
        /**
         * ProblemDetails
         * @description RFC 9457. `field` and `fix` are those of the first fault.
         */
        ProblemDetails: {
            /**
             * Current Rev
             * @default null
             */
            current_rev?: number | null;
            /**
             * Current Turn
             * @default null
             */
            current_turn?: number | null;
            /**
             * Current Version
             * @default null
             */
            current_version?: number | null;
            /** Detail */
            detail: string;
            /** Faults */
            faults: components["schemas"]["Fault"][];
            /** Field */
            field: string;
            /** Fix */
            fix: string;
            /** Status */
            status: number;
            /** Title */
            title: string;
            /** Type */
            type: string;
        };
        /**
         * PublicBoard
         * @description What everyone may see of the world after `turn` turns were resolved (0 is the opening).
         */
        PublicBoard: {
            /** At Stake */
            at_stake: {
                [key: string]: components["schemas"]["AtStake"];
            };
            /** Blocs */
            blocs: {
                [key: string]: components["schemas"]["BlocView"];
            };
            /** Challenges */
            challenges: {
                [key: string]: components["schemas"]["Gauge"];
            };
            /** Docket */
            docket: components["schemas"]["DocketItem"][];
            /** Events */
            events: components["schemas"]["PendingEvent"][];
            /** Globalisms */
            globalisms: {
                [key: string]: components["schemas"]["GlobalismView"];
            };
            /** Headlines */
            headlines: components["schemas"]["Headline"][];
            /** Indices */
            indices: {
                [key: string]: components["schemas"]["Gauge"];
            };
            /** Institutions */
            institutions: {
                [key: string]: components["schemas"]["InstitutionView"];
            };
            /** Measured */
            measured: {
                [key: string]: components["schemas"]["MeasurePart"][];
            };
            /** Movements */
            movements: {
                [key: string]: components["schemas"]["MovementView"];
            };
            order_phase: components["schemas"]["OrderPhase"];
            /** Over */
            over: string | null;
            /** Pairs */
            pairs: components["schemas"]["PairView"][];
            /** Stakes */
            stakes: {
                [key: string]: number;
            };
            /** States */
            states: {
                [key: string]: components["schemas"]["StateView"];
            };
            /** System */
            system: {
                [key: string]: components["schemas"]["Gauge"];
            };
            /** Tallies */
            tallies: components["schemas"]["TallyView"][];
            /** Turn */
            turn: number;
        };
        /**
         * Readiness
         * @example {
         *       "ready": true
         *     }
         */
        Readiness: {
            /** Ready */
            ready: boolean;
        };
        /** ReadinessSaved */
        ReadinessSaved: {
            /** Ready */
            ready: boolean;
        };
        /**
         * Receipt
         * @description Proof of a saved move; `receipt` is an HMAC over game, turn, seat, revision and body.
         */
        Receipt: {
            /** Move Id */
            move_id: string;
            /** Receipt */
            receipt: string;
            /** Received At */
            received_at: string;
            /** Rev */
            rev: number;
            /** Turn */
            turn: number;
        };
        /**
         * Relation
         * @description How one other state and the seat's own stand to each other.
         */
        Relation: {
            /** Agreement */
            agreement: number;
            /** Scales */
            scales: {
                [key: string]: number;
            };
            tension: components["schemas"]["Gauge"];
            trust: components["schemas"]["Gauge"];
        };
        /** ResolutionText */
        ResolutionText: {
            /** Effects */
            effects: components["schemas"]["EffectText"][];
            /** Globalism */
            globalism?: string | null;
            /** Help */
            help: string;
            /** Name */
            name: string;
            /** Source */
            source: string;
            /**
             * Target
             * @enum {string}
             */
            target: "none" | "state" | "institution" | "movement" | "globalism" | "bloc";
        };
        /**
         * RoleObjective
         * @description What the seat is after. How far it has come stands on its board.
         */
        RoleObjective: {
            /** Hidden */
            hidden: boolean;
            /** Key */
            key: string;
            /** Points */
            points: number;
            /** Text */
            text: string;
        };
        /**
         * RoleSheet
         * @description The seat's private briefing; the HTML is made by us from Markdown and is safe to insert.
         */
        RoleSheet: {
            /** Hidden Html */
            hidden_html: string;
            /** Name */
            name: string;
            /** Objectives */
            objectives: components["schemas"]["RoleObjective"][];
            /** Public Html */
            public_html: string;
            /** Reading Minutes */
            reading_minutes: number;
            /** Seat */
            seat: string;
            /** State */
            state: string;
        };
        /**
         * RoomPage
         * @description The situation room. Links hold secrets that are not kept, so they are shown only when they are made.
         */
        RoomPage: {
            header: components["schemas"]["GameHeader"];
            injects: components["schemas"]["Injects"];
            /** Join Code */
            join_code: string;
            /** Join Url */
            join_url: string;
            /** Seats */
            seats: components["schemas"]["RoomSeat"][];
        };
        /**
         * RoomSeat
         * @description What the instructor sees of a seat; `rev` is the last saved revision of this turn, 0 for none.
         */
        RoomSeat: {
            /** Blocking */
            blocking: boolean;
            /** Bot */
            bot: boolean;
            /** Name */
            name: string;
            /** People */
            people: components["schemas"]["PersonHere"][];
            /** Rev */
            rev: number;
            /** Seat */
            seat: string;
            /** State */
            state: string;
            /**
             * Status
             * @enum {string}
             */
            status: "empty" | "away" | "reading" | "drafting" | "submitted" | "ready" | "bot";
        };
        /** RuleText */
        RuleText: {
            /** Name */
            name: string;
            /** Source */
            source: string;
            /** Words */
            words: string;
        };
        /** SavedMove */
        SavedMove: {
            move: components["schemas"]["MoveRecord"] | null;
        };
        /**
         * ScenarioLeftOut
         * @description A scenario that cannot be played until its faults are mended.
         */
        ScenarioLeftOut: {
            /** Faults */
            faults: components["schemas"]["Fault"][];
            /** Key */
            key: string;
        };
        /**
         * ScenarioPage
         * @description A scenario before anybody plays it: public words only.
         */
        ScenarioPage: {
            /** Briefing Html */
            briefing_html: string;
            /** Content Note */
            content_note: string | null;
            /** Debrief Questions */
            debrief_questions: string[];
            /** Digest */
            digest: string;
            /** Glossary */
            glossary: {
                [key: string]: string;
            };
            /** Key */
            key: string;
            /** Learning Goals */
            learning_goals: string[];
            /** Lengths */
            lengths: components["schemas"]["LengthOption"][];
            /** Minutes */
            minutes: number;
            /** Seats */
            seats: components["schemas"]["ScenarioSeat"][];
            /** Sources */
            sources: string[];
            /** Summary */
            summary: string;
            /** Theories */
            theories: components["schemas"]["TheoryOption"][];
            /** Title */
            title: string;
            /** Turn Labels */
            turn_labels: string[];
            /** Turns */
            turns: number;
        };
        /** ScenarioSeat */
        ScenarioSeat: {
            /** Name */
            name: string;
            /** Seat */
            seat: string;
            /** State */
            state: string;
        };
        /** ScenarioSummary */
        ScenarioSummary: {
            /** Content Note */
            content_note: string | null;
            /** Key */
            key: string;
            /** Lengths */
            lengths: components["schemas"]["LengthOption"][];
            /** Minutes */
            minutes: number;
            /** Seats */
            seats: number;
            /** Summary */
            summary: string;
            /** Theories */
            theories: components["schemas"]["TheoryOption"][];
            /** Title */
            title: string;
            /** Turns */
            turns: number;
        };
        /** ScoreLine */
        ScoreLine: {
            /** Interests */
            interests: number;
            /** Objectives */
            objectives: number;
            /** Parts */
            parts: {
                [key: string]: number;
            };
            /** Score */
            score: number;
            /** Seat */
            seat: string;
        };
        /**
         * SeatBoard
         * @description What one seat sees beyond the public board.
         */
        SeatBoard: {
            /** Actions */
            actions: components["schemas"]["ActionOption"][];
            /** Actions Limit */
            actions_limit: number;
            /** Answers */
            answers: components["schemas"]["PendingEvent"][];
            capital: components["schemas"]["Gauge"];
            /** Capital Income */
            capital_income: number;
            /** Effort Factors */
            effort_factors: number[];
            fit_rule: components["schemas"]["FitRule"];
            /** Notices */
            notices: string[];
            /** Objectives */
            objectives: components["schemas"]["ObjectiveView"][];
            /** Relations */
            relations: {
                [key: string]: components["schemas"]["Relation"];
            };
            scales: components["schemas"]["EffectScales"];
            /** Score */
            score: number;
            /** Score Parts */
            score_parts: {
                [key: string]: number;
            };
            /** Seat */
            seat: string;
            /** Stance */
            stance: {
                [key: string]: number;
            };
            stance_price: components["schemas"]["StancePrice"];
            /** State */
            state: string;
            /** Tabling */
            tabling: components["schemas"]["TablingOption"][];
            /** Turn */
            turn: number;
            /** Votes */
            votes: string[];
        };
        /**
         * SeatedPerson
         * @description One person in one seat; `here` while a live line of theirs is open.
         */
        SeatedPerson: {
            /** Here */
            here: boolean;
            /** Name */
            name: string;
            /** Seat */
            seat: string;
            /** Seat Name */
            seat_name: string;
        };
        /**
         * SeatPar
         * @description How bots score from one seat, and how many of their games a score beats.
         */
        SeatPar: {
            /** Beaten */
            beaten: number;
            /** Mean */
            mean: number;
            /** P10 */
            p10: number;
            /** P90 */
            p90: number;
        };
        /** SeatText */
        SeatText: {
            /** Brief */
            brief: string;
            /** Name */
            name: string;
            /** State */
            state: string;
        };
        /**
         * SeatView
         * @description What everybody may know of a seat.
         */
        SeatView: {
            /** Bot */
            bot: boolean;
            /** Held */
            held: boolean;
            /** Name */
            name: string;
            /** Ready */
            ready: boolean;
            /** Seat */
            seat: string;
            /** State */
            state: string;
        };
        /** SessionView */
        SessionView: {
            /** Game */
            game?: string | null;
            /** Name */
            name?: string | null;
            /** Personal Code */
            personal_code?: string | null;
            /**
             * Principal
             * @enum {string}
             */
            principal: "anonymous" | "instructor" | "seat" | "spectator";
            /** Seat */
            seat?: string | null;
        };
        /**
         * Snapshot
         * @description Everything that the caller may know now, read in one transaction together with its `heads`.
         */
        Snapshot: {
            board: components["schemas"]["PublicBoard"];
            /** Earlier Messages */
            earlier_messages: number;
            /** Epoch */
            epoch: string;
            header: components["schemas"]["GameHeader"];
            heads: components["schemas"]["Heads"];
            /** Messages */
            messages: components["schemas"]["Message"][];
            move: components["schemas"]["MoveRecord"] | null;
            own: components["schemas"]["SeatBoard"] | null;
            /** Ready */
            ready: boolean;
            /** Seats */
            seats: components["schemas"]["SeatView"][];
            /** Server Now */
            server_now: string;
        };
        /**
         * StancePrice
         * @description What a stance costs a state in cohesion, by the rule that resolves it: `swing` times the square of the
         *     part that moves, once, and `departure` times what lies further than `free` from `home`, each turn.
         *
         *     Parts are halves of summed differences of shares, 0..1.
         */
        StancePrice: {
            /** Departure */
            departure: number;
            /** Free */
            free: number;
            /** Held Back */
            held_back: number;
            /** Home */
            home: {
                [key: string]: number;
            };
            /** Swing */
            swing: number;
        };
        /**
         * Statement
         * @example {
         *       "text": "We will not be the first to raise tariffs."
         *     }
         */
        Statement: {
            /** Text */
            text: string;
        };
        /**
         * StateText
         * @description `within` is the name inside a sentence: `the Soviet Union`; `seat` is null where nobody plays;
         *     `iso_numeric` finds a real state on the map.
         */
        StateText: {
            /** Iso Numeric */
            iso_numeric?: string | null;
            /** Name */
            name: string;
            /** Seat */
            seat: string | null;
            /** Within */
            within: string;
        };
        /** StateView */
        StateView: {
            autonomy: components["schemas"]["Gauge"];
            carbon: components["schemas"]["Gauge"];
            cohesion: components["schemas"]["Gauge"];
            economy: components["schemas"]["Gauge"];
            governance: components["schemas"]["Gauge"];
            /** Grievances */
            grievances: {
                [key: string]: components["schemas"]["Gauge"];
            };
            inequality: components["schemas"]["Gauge"];
            military: components["schemas"]["Gauge"];
            /** Mood */
            mood: {
                [key: string]: number;
            };
            /** Power */
            power: number;
            /** Predisposition */
            predisposition: {
                [key: string]: number;
            };
            /** Stance */
            stance: {
                [key: string]: number;
            };
            standing: components["schemas"]["Gauge"];
            technology: components["schemas"]["Gauge"];
        };
        /**
         * StoredDelivery
         * @description A delivery exactly as the socket sends it; the events' shapes are in `/api/v1/live/schema`.
         */
        StoredDelivery: {
            /** Event */
            event: {
                [key: string]: unknown;
            };
            /** Seq */
            seq: number;
            /**
             * Stream
             * @enum {string}
             */
            stream: "public" | "private";
            /**
             * Type
             * @constant
             */
            type: "delivery";
        };
        /**
         * StreamPage
         * @description At most 500 deliveries of each stream after the numbers asked for.
         */
        StreamPage: {
            /** Epoch */
            epoch: string;
            heads: components["schemas"]["Heads"];
            /** Private */
            private: components["schemas"]["StoredDelivery"][];
            /** Public */
            public: components["schemas"]["StoredDelivery"][];
        };
        /**
         * TablingMove
         * @example {
         *       "institution": "un_general_assembly",
         *       "resolution": "climate_compact"
         *     }
         */
        TablingMove: {
            /** Institution */
            institution: string;
            /** Resolution */
            resolution: string;
            /** Target */
            target?: string | null;
        };
        /**
         * TablingOption
         * @description What the seat may propose now in one institution; as an `ActionOption`.
         */
        TablingOption: {
            /** Institution */
            institution: string;
            /** Not Now */
            not_now: components["schemas"]["NotNow"][];
            /** Reason */
            reason: string | null;
            /** Resolution */
            resolution: string;
            /** Targets */
            targets: string[];
        };
        /**
         * TallyView
         * @description How one resolution was voted; every vote is public.
         */
        TallyView: {
            /** Abstain */
            abstain: number;
            /** Id */
            id: string;
            /** Institution */
            institution: string;
            /** No */
            no: number;
            /** Passed */
            passed: boolean;
            /** Resolution */
            resolution: string;
            /** Roll Call */
            roll_call: {
                [key: string]: "yes" | "no" | "abstain" | "defy";
            };
            /** Target */
            target: string | null;
            /** Text */
            text: string;
            /** Vetoed */
            vetoed: boolean;
            /** Vetoed By */
            vetoed_by: string[];
            /** Yes */
            yes: number;
        };
        /**
         * Texts
         * @description A game's scenario never changes; `digest` is what it is told by.
         */
        Texts: {
            /** Actions */
            actions: {
                [key: string]: components["schemas"]["ActionText"];
            };
            /** Bloc Kinds */
            bloc_kinds: {
                [key: string]: components["schemas"]["WordsText"];
            };
            /** Blocs */
            blocs: {
                [key: string]: components["schemas"]["BlocText"];
            };
            /** Briefing Html */
            briefing_html: string;
            /** Challenges */
            challenges: {
                [key: string]: components["schemas"]["WordsText"];
            };
            /** Content Note */
            content_note: string | null;
            /** Debrief Questions */
            debrief_questions: string[];
            /** Digest */
            digest: string;
            /** Events */
            events: {
                [key: string]: components["schemas"]["EventText"];
            };
            /** Faces */
            faces: {
                [key: string]: components["schemas"]["FaceText"];
            };
            /** Globalisms */
            globalisms: {
                [key: string]: components["schemas"]["GlobalismText"];
            };
            /** Glossary */
            glossary: {
                [key: string]: string;
            };
            /** Grievances */
            grievances: {
                [key: string]: components["schemas"]["GrievanceText"];
            };
            /** Grounds */
            grounds: {
                [key: string]: components["schemas"]["GroundText"];
            };
            /** Indices */
            indices: {
                [key: string]: components["schemas"]["WordsText"];
            };
            /** Institutions */
            institutions: {
                [key: string]: components["schemas"]["InstitutionText"];
            };
            /** Learning Goals */
            learning_goals: string[];
            /** Measures */
            measures: {
                [key: string]: components["schemas"]["WordsText"];
            };
            /** Minutes */
            minutes: number;
            /** Movements */
            movements: {
                [key: string]: components["schemas"]["MovementText"];
            };
            /** Phases */
            phases: {
                [key: string]: components["schemas"]["WordsText"];
            };
            /** Resolutions */
            resolutions: {
                [key: string]: components["schemas"]["ResolutionText"];
            };
            /** Rules */
            rules: {
                [key: string]: components["schemas"]["RuleText"];
            };
            /** Scales */
            scales: {
                [key: string]: string;
            };
            /** Seats */
            seats: {
                [key: string]: components["schemas"]["SeatText"];
            };
            /** Sources */
            sources: string[];
            /** Stakes */
            stakes: {
                [key: string]: components["schemas"]["WordsText"];
            };
            /** States */
            states: {
                [key: string]: components["schemas"]["StateText"];
            };
            /** Sub Orders */
            sub_orders: {
                [key: string]: components["schemas"]["WordsText"];
            };
            /** Summary */
            summary: string;
            /** System */
            system: {
                [key: string]: components["schemas"]["WordsText"];
            };
            theory: components["schemas"]["TheoryText"];
            /** Title */
            title: string;
            /** Turn Labels */
            turn_labels: string[];
            /** Turns */
            turns: number;
            /** Variables */
            variables: {
                [key: string]: components["schemas"]["VariableText"];
            };
        };
        /**
         * TheoryOption
         * @description One theory under which a scenario can be resolved; the first of them is its own.
         */
        TheoryOption: {
            /** Gloss */
            gloss: string;
            /** Key */
            key: string;
            /** Name */
            name: string;
        };
        /** TheoryText */
        TheoryText: {
            /** Gloss */
            gloss: string;
            /** Key */
            key: string;
            /** Name */
            name: string;
        };
        /** TicketIssued */
        TicketIssued: {
            /** Expires In */
            expires_in: number;
            /** Ticket */
            ticket: string;
        };
        /**
         * TicketWish
         * @example {
         *       "game": "g7Kx2"
         *     }
         */
        TicketWish: {
            /** Game */
            game: string;
        };
        /** VariableText */
        VariableText: {
            /** Gloss */
            gloss: string;
            /** Name */
            name: string;
            /** Unit */
            unit: string;
        };
        /** Version */
        Version: {
            /** Protocol */
            protocol: number;
            /** Rules Versions */
            rules_versions: string[];
            /** Version */
            version: string;
        };
        /** WordsText */
        WordsText: {
            /** Name */
            name: string;
            /** Words */
            words: string;
        };
    };
    responses: never;
    parameters: never;
    requestBodies: never;
    headers: never;
    pathItems: never;
}
export type $defs = Record<string, never>;
export type operations = Record<string, never>;
