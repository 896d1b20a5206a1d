import GRDB

/// The journal's tables, version by version.
///
/// A released migration is never changed: a journal of every version stands in the tests.
enum Schema {
    /// The newest version, kept in the file as `user_version`.
    static let version = 2

    /// `rung` in ASCII: what `PRAGMA application_id` says in a journal.
    static let applicationID = 0x7275_6E67

    static var migrator: DatabaseMigrator {
        var migrator = DatabaseMigrator()
        migrator.registerMigration("1", migrate: version1)
        migrator.registerMigration("2", migrate: version2)
        return migrator
    }

    /// `session` is the list of sessions. What its last three columns say is in the events as well; they stand here so
    /// that a list needn't read those. Its `duration_ms` and `outcome` are null until the session's end.
    private static func version1(_ db: Database) throws {
        try db.execute(
            sql: """
                CREATE TABLE session (
                    number INTEGER PRIMARY KEY,
                    id TEXT NOT NULL UNIQUE,
                    started_at INTEGER NOT NULL,
                    chain TEXT NOT NULL,
                    task TEXT NOT NULL,
                    simulated INTEGER NOT NULL,
                    parent TEXT,
                    owner TEXT NOT NULL,
                    attempts INTEGER NOT NULL DEFAULT 0,
                    duration_ms INTEGER,
                    outcome TEXT
                ) STRICT;

                CREATE INDEX session_by_start ON session(started_at, number);

                CREATE TABLE event (
                    session INTEGER NOT NULL REFERENCES session(number),
                    sequence INTEGER NOT NULL,
                    at_ms INTEGER NOT NULL,
                    kind TEXT NOT NULL,
                    payload TEXT NOT NULL,
                    PRIMARY KEY (session, sequence)
                ) STRICT, WITHOUT ROWID;

                PRAGMA application_id = \(applicationID);
                PRAGMA user_version = 1;
                """)
    }
}
