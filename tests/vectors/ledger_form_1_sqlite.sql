-- A ledger of form 1, as the program made it before resumes were recorded: two schemes, two runs, two moves.
PRAGMA application_id = 1431129159;
PRAGMA user_version = 1;
BEGIN TRANSACTION;
CREATE TABLE block (
    id      INTEGER PRIMARY KEY,
    run     INTEGER NOT NULL,
    line    INTEGER NOT NULL,
    counter INTEGER NOT NULL REFERENCES counter,
    stamp   TEXT    NOT NULL,
    first   INTEGER NOT NULL,
    count   INTEGER NOT NULL CHECK (count > 0),
    FOREIGN KEY (run, line) REFERENCES line
) STRICT;
INSERT INTO "block" VALUES(1,1,0,1,'-',1,3);
INSERT INTO "block" VALUES(2,2,0,2,'-',1,2);
CREATE TABLE counter (
    id        INTEGER PRIMARY KEY CHECK (id > 0),
    scheme    INTEGER NOT NULL REFERENCES scheme,
    gtin      TEXT    NOT NULL,
    split     TEXT    NOT NULL,
    period    TEXT    NOT NULL,
    next      INTEGER NOT NULL,
    clocked   INTEGER NOT NULL,
    events    INTEGER NOT NULL,
    head      BLOB    NOT NULL,
    UNIQUE (scheme, gtin, split, period)
) STRICT;
INSERT INTO "counter" VALUES(1,1,'','plant=WG','2026-04',4,0,4,X'5752554FAD10A26B7FF51B4709DFA0D362D1524F5C9389CF7526F877A9606755');
INSERT INTO "counter" VALUES(2,2,'','-','-',3,1,2,X'9A3FBC19005DA519116E0A3ED5A50B2C75C6AB735E9433943FE3B2FCA4D387AC');
CREATE TABLE event (
    chain INTEGER NOT NULL,
    event INTEGER NOT NULL,
    at    INTEGER NOT NULL,
    kind  TEXT    NOT NULL,
    run   INTEGER REFERENCES run,
    body  TEXT    NOT NULL,
    hash  BLOB    NOT NULL,
    PRIMARY KEY (chain, event)
) STRICT, WITHOUT ROWID;
INSERT INTO "event" VALUES(0,1,1795241769873288,'created',NULL,'ledger 7F3K2Q
epoch 1
',X'3CCB1CAE3D64919E5CCBCC1E720C1513780754FD6E64A32B789889436C62D4D3');
INSERT INTO "event" VALUES(0,2,1795241769948363,'scheme',NULL,'name R62RBM5H
id c18585d0b12b156f95d02c256ced844d8e7dd37aa2816a34d82624a170739f0a
definition pattern = "{plant:2}-{yyyy}{mm}{seq:4}"\nreset = "month"\nzone = "UTC"\nday_starts = "00:00"\nscope = "all"\nai = "21"\nhorizon_from = "2026-01-01"\nhorizon_until = "2050-12-31"\n
',X'5936C4E5A7E1F5D13FDDB8EA9BD8BAC8C3A276D74EB32CB357BAAA6D86F09873');
INSERT INTO "event" VALUES(0,3,1795241769996332,'scheme',NULL,'name K6F9FSGT
id 999e97e61ad7b4ba1f58ea3d59abb579215cd920ddcbfaf65e60558efc573490
definition pattern = "X{seq:6}"\nreset = "never"\nzone = "UTC"\nday_starts = "00:00"\nscope = "all"\nai = "21"\nhorizon_from = "2026-01-01"\nhorizon_until = "2050-12-31"\n
',X'6C78C13E46EE2D8812484F178DC464E0B001323BC79DA098F9027E17FDE06295');
INSERT INTO "event" VALUES(1,1,1795241769948363,'reserved',1,'run 0EFN7N
request one
arguments e88918f46fc06a12223fd997e93357c5ad5bc7ac9e265ddd6f2c653daff7b671
holder line 1
at 1776240000000000
at-is-explicit true
spec da460c186640019447ae8096c41bc70a827bc1cd16e5660de66385a7170afdc4
units 3
from 1
to 4
blocks 1
sum ca0a80311aa6fcd0d6cf8495a33bec68a3a7bb1ea8308cc160a010f5793fd5c8
',X'7688224FCA716B7487AE2CDD2531F49C6C201F12CDD9A58B4259899D9D3F794C');
INSERT INTO "event" VALUES(1,2,1795241769969062,'allocated',1,'run 0EFN7N
by line 1
',X'C06A71389CD7FA546CA505E37EACA83CDA3EE80BC18E7C4E34E2C88AC91251B0');
INSERT INTO "event" VALUES(1,3,1795241770052706,'moved',NULL,'to printed
by line 1
units 1
sum 8339a7650f0d5626fdd25ecb2c0fb4f1225670f40bcfb97b2d0d129d915c350f
',X'69D5231E035D79818A9FE730DA10763752771897935247A90EBEB8F398EFF961');
INSERT INTO "event" VALUES(1,4,1795241770100733,'moved',NULL,'to voided
by line 1
reason torn
units 1
sum cc34289657a21509a2be0b03d16f66e4820dbcb8ce3ade1995bcd8f5a34b1af5
',X'5752554FAD10A26B7FF51B4709DFA0D362D1524F5C9389CF7526F877A9606755');
INSERT INTO "event" VALUES(2,1,1795241769996332,'reserved',2,'run 468ZYZ
request two
arguments cc10f7181ae2a95c3905013c196381ae2c801b4ecd012dc6468660f7c2f3c676
holder line 1
at 1795241769996332
at-is-explicit false
spec 41ac794376c7a6eab03be9054780d84418665a4b13787b265892021cd328228f
units 2
from 1
to 3
blocks 1
sum 3fc05c2d85d64cd65cf5277db7db95dea56998b8f1e333ff38f154b62c02a02f
',X'089087A99385E58B1DD42D72EA98831ABEAC6EDBCC1FD2009CE4F68DD90DB94E');
INSERT INTO "event" VALUES(2,2,1795241770021095,'allocated',2,'run 468ZYZ
by line 1
',X'9A3FBC19005DA519116E0A3ED5A50B2C75C6AB735E9433943FE3B2FCA4D387AC');
CREATE TABLE given (
    id     INTEGER PRIMARY KEY,
    key    TEXT    NOT NULL,
    serial TEXT    NOT NULL,
    run    INTEGER NOT NULL,
    line   INTEGER NOT NULL,
    UNIQUE (serial, key),
    FOREIGN KEY (run, line) REFERENCES line
) STRICT;
CREATE TABLE given_number (
    counter INTEGER NOT NULL REFERENCES counter,
    number  INTEGER NOT NULL,
    given   INTEGER NOT NULL REFERENCES given,
    PRIMARY KEY (counter, number, given)
) STRICT, WITHOUT ROWID;
CREATE TABLE ledger (
    one         INTEGER PRIMARY KEY CHECK (one = 0),
    id          TEXT    NOT NULL,
    made_at     INTEGER NOT NULL,
    epoch       INTEGER NOT NULL,
    events      INTEGER NOT NULL,
    head        BLOB    NOT NULL
) STRICT;
INSERT INTO "ledger" VALUES(0,'7F3K2Q',1795241769873288,1,3,X'6C78C13E46EE2D8812484F178DC464E0B001323BC79DA098F9027E17FDE06295');
CREATE TABLE line (
    run             INTEGER NOT NULL REFERENCES run,
    line            INTEGER NOT NULL,
    gtin            TEXT,
    sku             TEXT,
    lot             TEXT,
    expiry          TEXT,
    plant           TEXT,
    production_line TEXT,
    production_order TEXT,
    PRIMARY KEY (run, line)
) STRICT, WITHOUT ROWID;
INSERT INTO "line" VALUES(1,0,'05012345678900',NULL,'2026-04-A',NULL,'WG',NULL,NULL);
INSERT INTO "line" VALUES(2,0,NULL,NULL,NULL,NULL,NULL,NULL,NULL);
CREATE TABLE mark (
    id         INTEGER PRIMARY KEY,
    run        INTEGER NOT NULL REFERENCES run,
    at         INTEGER NOT NULL,
    who        TEXT    NOT NULL,
    kind       TEXT    NOT NULL,
    block      INTEGER REFERENCES block,
    number     INTEGER,
    given      INTEGER REFERENCES given,
    reason     TEXT,
    labels     INTEGER,
    pages      INTEGER,
    stock      TEXT,
    next_place INTEGER,
    output     TEXT,
    chain      INTEGER NOT NULL,
    event      INTEGER NOT NULL,
    UNIQUE (chain, event)
) STRICT;
INSERT INTO "mark" VALUES(1,1,1795241769969062,'line 1','allocated',NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,1,2);
INSERT INTO "mark" VALUES(2,2,1795241770021095,'line 1','allocated',NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,2,2);
CREATE TABLE move (
    id     INTEGER PRIMARY KEY,
    at     INTEGER NOT NULL,
    who    TEXT    NOT NULL,
    state  TEXT    NOT NULL,
    reason TEXT,
    units  INTEGER NOT NULL,
    chain  INTEGER NOT NULL,
    event  INTEGER NOT NULL,
    UNIQUE (chain, event)
) STRICT;
INSERT INTO "move" VALUES(1,1795241770052706,'line 1','printed',NULL,1,1,3);
INSERT INTO "move" VALUES(2,1795241770100733,'line 1','voided','torn',1,1,4);
CREATE TABLE moved (
    move  INTEGER NOT NULL REFERENCES move,
    place INTEGER NOT NULL,
    first INTEGER NOT NULL,
    count INTEGER NOT NULL CHECK (count > 0),
    PRIMARY KEY (move, place, first)
) STRICT, WITHOUT ROWID;
INSERT INTO "moved" VALUES(1,1,2,1);
INSERT INTO "moved" VALUES(2,1,3,1);
CREATE TABLE run (
    id             INTEGER PRIMARY KEY,
    code           TEXT    NOT NULL UNIQUE,
    request_id     TEXT    NOT NULL UNIQUE,
    args_hash      BLOB    NOT NULL,
    holder         TEXT    NOT NULL,
    reserved_at    INTEGER NOT NULL,
    at             INTEGER NOT NULL,
    at_is_explicit INTEGER NOT NULL,
    spec           TEXT    NOT NULL,
    units          INTEGER NOT NULL
) STRICT;
INSERT INTO "run" VALUES(1,'0EFN7N','one',X'E88918F46FC06A12223FD997E93357C5AD5BC7AC9E265DDD6F2C653DAFF7B671','line 1',1795241769948363,1776240000000000,1,'{"serial":"next","set":["plant=WG","gtin=5012345678900","lot=2026-04-A"]}',3);
INSERT INTO "run" VALUES(2,'468ZYZ','two',X'CC10F7181AE2A95C3905013C196381AE2C801B4ECD012DC6468660F7C2F3C676','line 1',1795241769996332,1795241769996332,0,'{"serial":"next","set":[]}',2);
CREATE TABLE scheme (
    id            INTEGER PRIMARY KEY,
    name          TEXT    NOT NULL UNIQUE,
    hash          BLOB    NOT NULL UNIQUE,
    definition    TEXT    NOT NULL,
    registered_at INTEGER NOT NULL
) STRICT;
INSERT INTO "scheme" VALUES(1,'R62RBM5H',X'C18585D0B12B156F95D02C256CED844D8E7DD37AA2816A34D82624A170739F0A','pattern = "{plant:2}-{yyyy}{mm}{seq:4}"
reset = "month"
zone = "UTC"
day_starts = "00:00"
scope = "all"
ai = "21"
horizon_from = "2026-01-01"
horizon_until = "2050-12-31"
',1795241769948363);
INSERT INTO "scheme" VALUES(2,'K6F9FSGT',X'999E97E61AD7B4BA1F58EA3D59ABB579215CD920DDCBFAF65E60558EFC573490','pattern = "X{seq:6}"
reset = "never"
zone = "UTC"
day_starts = "00:00"
scope = "all"
ai = "21"
horizon_from = "2026-01-01"
horizon_until = "2050-12-31"
',1795241769996332);
CREATE TABLE unit (
    place INTEGER NOT NULL,
    first INTEGER NOT NULL,
    count INTEGER NOT NULL CHECK (count > 0),
    state TEXT    NOT NULL,
    PRIMARY KEY (place, first)
) STRICT, WITHOUT ROWID;
INSERT INTO "unit" VALUES(1,2,1,'printed');
INSERT INTO "unit" VALUES(1,3,1,'voided');
CREATE INDEX counter_clocked ON counter (scheme, gtin, split, period) WHERE clocked = 1;
CREATE UNIQUE INDEX block_number ON block (counter, first);
CREATE INDEX block_run ON block (run, line);
CREATE INDEX given_run ON given (run, line);
CREATE INDEX mark_run ON mark (run);
CREATE TRIGGER counter_moves_forward BEFORE UPDATE ON counter
    WHEN new.next < old.next OR new.clocked < old.clocked OR new.events < old.events
      OR (new.id, new.scheme, new.gtin, new.split, new.period)
         IS NOT (old.id, old.scheme, old.gtin, old.split, old.period)
    BEGIN SELECT raise(ABORT, 'a counter only moves forward'); END;
CREATE TRIGGER counter_stays BEFORE DELETE ON counter
    BEGIN SELECT raise(ABORT, 'a counter is never deleted'); END;
CREATE TRIGGER ledger_stays BEFORE DELETE ON ledger
    BEGIN SELECT raise(ABORT, 'a ledger is never emptied'); END;
CREATE TRIGGER scheme_is_not_changed BEFORE UPDATE ON scheme
             BEGIN SELECT raise(ABORT, 'what was recorded in scheme is never changed'); END;
CREATE TRIGGER scheme_is_not_deleted BEFORE DELETE ON scheme
             BEGIN SELECT raise(ABORT, 'what was recorded in scheme is never deleted'); END;
CREATE TRIGGER run_is_not_changed BEFORE UPDATE ON run
             BEGIN SELECT raise(ABORT, 'what was recorded in run is never changed'); END;
CREATE TRIGGER run_is_not_deleted BEFORE DELETE ON run
             BEGIN SELECT raise(ABORT, 'what was recorded in run is never deleted'); END;
CREATE TRIGGER line_is_not_changed BEFORE UPDATE ON line
             BEGIN SELECT raise(ABORT, 'what was recorded in line is never changed'); END;
CREATE TRIGGER line_is_not_deleted BEFORE DELETE ON line
             BEGIN SELECT raise(ABORT, 'what was recorded in line is never deleted'); END;
CREATE TRIGGER block_is_not_changed BEFORE UPDATE ON block
             BEGIN SELECT raise(ABORT, 'what was recorded in block is never changed'); END;
CREATE TRIGGER block_is_not_deleted BEFORE DELETE ON block
             BEGIN SELECT raise(ABORT, 'what was recorded in block is never deleted'); END;
CREATE TRIGGER given_is_not_changed BEFORE UPDATE ON given
             BEGIN SELECT raise(ABORT, 'what was recorded in given is never changed'); END;
CREATE TRIGGER given_is_not_deleted BEFORE DELETE ON given
             BEGIN SELECT raise(ABORT, 'what was recorded in given is never deleted'); END;
CREATE TRIGGER given_number_is_not_changed BEFORE UPDATE ON given_number
             BEGIN SELECT raise(ABORT, 'what was recorded in given_number is never changed'); END;
CREATE TRIGGER given_number_is_not_deleted BEFORE DELETE ON given_number
             BEGIN SELECT raise(ABORT, 'what was recorded in given_number is never deleted'); END;
CREATE TRIGGER mark_is_not_changed BEFORE UPDATE ON mark
             BEGIN SELECT raise(ABORT, 'what was recorded in mark is never changed'); END;
CREATE TRIGGER mark_is_not_deleted BEFORE DELETE ON mark
             BEGIN SELECT raise(ABORT, 'what was recorded in mark is never deleted'); END;
CREATE TRIGGER move_is_not_changed BEFORE UPDATE ON move
             BEGIN SELECT raise(ABORT, 'what was recorded in move is never changed'); END;
CREATE TRIGGER move_is_not_deleted BEFORE DELETE ON move
             BEGIN SELECT raise(ABORT, 'what was recorded in move is never deleted'); END;
CREATE TRIGGER moved_is_not_changed BEFORE UPDATE ON moved
             BEGIN SELECT raise(ABORT, 'what was recorded in moved is never changed'); END;
CREATE TRIGGER moved_is_not_deleted BEFORE DELETE ON moved
             BEGIN SELECT raise(ABORT, 'what was recorded in moved is never deleted'); END;
CREATE TRIGGER event_is_not_changed BEFORE UPDATE ON event
             BEGIN SELECT raise(ABORT, 'what was recorded in event is never changed'); END;
CREATE TRIGGER event_is_not_deleted BEFORE DELETE ON event
             BEGIN SELECT raise(ABORT, 'what was recorded in event is never deleted'); END;
COMMIT;
