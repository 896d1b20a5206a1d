import GRDB

extension Schema {
    /// What makes sessions findable and countable among hundreds of thousands: rows that are derived from the events, and
    /// what people write beside them.
    ///
    /// `session.number`, the order in which the journal came to know sessions, is the order of every list, so that every
    /// index below gives sessions in it without sorting.
    ///
    /// `texts` counts the facts that changed what full text is to find; `indexed` is how many of them `search` knows. A
    /// session where they differ waits for `TextIndex`: -1, as every session of version 1 has it, says that the other
    /// derived rows are missing as well. So the migration rewrites no row, however many there are.
    ///
    /// `attempt` and `judgement` follow the events in the same transaction. Times are milliseconds, `…_ms` of a moment
    /// count from the session's start. `phase` and `phase_ms` hold the phase under way; `queued_ms` and `load_ms` sum what
    /// is over.
    static func version2(_ db: Database) throws {
        try db.execute(sql: sessionColumns + attempts + people + search + "PRAGMA user_version = 2;")
    }

    private static let sessionColumns = """
        ALTER TABLE session ADD COLUMN skill TEXT;
        ALTER TABLE session ADD COLUMN title TEXT;
        ALTER TABLE session ADD COLUMN answer_tokens INTEGER NOT NULL DEFAULT 0;
        ALTER TABLE session ADD COLUMN cost REAL;
        ALTER TABLE session ADD COLUMN texts INTEGER NOT NULL DEFAULT 0;
        ALTER TABLE session ADD COLUMN indexed INTEGER NOT NULL DEFAULT -1;

        CREATE INDEX session_by_outcome ON session(outcome);
        CREATE INDEX session_by_chain ON session(chain);
        CREATE INDEX session_by_skill ON session(skill) WHERE skill IS NOT NULL;
        CREATE INDEX session_by_simulated ON session(simulated);
        CREATE INDEX session_to_index ON session(number) WHERE indexed < texts;
        """

    private static let attempts = """
        CREATE TABLE attempt (
            session INTEGER NOT NULL REFERENCES session(number),
            number INTEGER NOT NULL,
            tier INTEGER NOT NULL,
            model TEXT NOT NULL,
            label TEXT NOT NULL,
            start TEXT NOT NULL,
            started_ms INTEGER NOT NULL,
            phase TEXT,
            phase_ms INTEGER,
            queued_ms INTEGER NOT NULL DEFAULT 0,
            load_ms INTEGER NOT NULL DEFAULT 0,
            first_ms INTEGER,
            ended_ms INTEGER,
            judging_ms INTEGER NOT NULL DEFAULT 0,
            verdict TEXT,
            judge TEXT,
            failure TEXT,
            overruled TEXT,
            prompt_tokens INTEGER,
            answer_tokens INTEGER,
            cost REAL,
            PRIMARY KEY (session, number)
        ) STRICT, WITHOUT ROWID;

        CREATE INDEX attempt_by_model ON attempt(model, session);
        CREATE INDEX attempt_by_label ON attempt(label, session);

        CREATE TABLE judgement (
            session INTEGER NOT NULL REFERENCES session(number),
            sequence INTEGER NOT NULL,
            attempt INTEGER NOT NULL,
            verifier TEXT NOT NULL,
            verdict TEXT NOT NULL,
            duration_ms INTEGER NOT NULL,
            prompt_tokens INTEGER,
            answer_tokens INTEGER,
            cost REAL,
            PRIMARY KEY (session, sequence)
        ) STRICT, WITHOUT ROWID;
        """

    /// What people add beside the events, which never change.
    private static let people = """
        CREATE TABLE tag (
            name TEXT NOT NULL,
            session INTEGER NOT NULL REFERENCES session(number),
            PRIMARY KEY (name, session)
        ) STRICT, WITHOUT ROWID;

        CREATE INDEX tag_by_session ON tag(session);

        CREATE TABLE annotation (
            number INTEGER PRIMARY KEY,
            session INTEGER NOT NULL REFERENCES session(number),
            attempt INTEGER NOT NULL,
            verdict TEXT NOT NULL,
            feedback TEXT NOT NULL,
            made_at INTEGER NOT NULL
        ) STRICT;

        CREATE INDEX annotation_by_session ON annotation(session, attempt);
        """

    /// One row a session, under its number. It keeps the texts themselves, so that a row can be replaced; prefixes of up
    /// to three letters have lists of their own, for without them each letter typed would merge those of every word that
    /// begins so (100 ms rather than 0.1 ms for 'e' among 40,000 sessions).
    private static let search = """
        CREATE VIRTUAL TABLE search USING fts5(
            title, task, chain, answers, feedback, prefix = '1 2 3', tokenize = 'unicode61 remove_diacritics 2');
        """
}
