//! `unitmark labels`: what would spoil labels, or a file, is refused before anything is reserved.
#![cfg(feature = "cli")]

mod common;

use common::Desk;

const HEADER: &str = "sku,gtin,lot,expiry,plant,quantity\n";

fn order(quantity: usize) -> String {
    format!("{HEADER}A,5012345678900,000417,2028-04,WG,{quantity}\n")
}

/// A desk with an order of so many labels.
fn desk(quantity: usize) -> Desk {
    let desk = Desk::new();
    desk.write("order.csv", order(quantity));
    desk
}

fn labels<'a>(more: &[&'a str]) -> Vec<&'a str> {
    [&["labels", "order.csv"], more].concat()
}

/// The run id in a summary.
fn run_id(stderr: &str) -> String {
    let at = stderr.rfind("run ").expect("a run") + 4;
    stderr[at..at + 6].to_string()
}

/// Nothing was reserved: the next run begins with the first serial.
fn reserved_nothing(desk: &Desk) {
    let told = desk
        .run(&labels(&[
            "--stock",
            "L7160",
            "--at",
            "2026-04-15T08:00Z",
            "--dry-run",
        ]))
        .succeeds();
    assert!(told.stderr.contains("WG-2026040001"), "{}", told.stderr);
}

const EDGE: &str = "name = 'edge'\nwidth = 66.675\nheight = 25.4\n[[box]]\nleft = 1\nright = 1\ntop = 1\nbottom = 1\n\
    [[symbol]]\ntype = 'datamatrix'\nais = ['01', '21']\nleft = 3\ntop = 3\nhri = 'none'\n";

#[test]
fn labels_that_are_moved_off_the_page_or_into_each_other_are_refused_with_their_place() {
    let desk = desk(30);
    for (stock, more, says) in [
        (
            "L7160",
            ["--offset", "-20,0"],
            &["place 1", "left edge", "moved-off-page"][..],
        ),
        (
            "L7160",
            ["--offset", "0,20"],
            &["place 1", "place 4", "moved-onto-other"],
        ),
    ] {
        let arguments = ["--stock", stock, more[0], more[1], "-o", "a.pdf"];
        desk.run(&labels(&arguments)).exits(1).says(says);
    }
    // A design that fills its label.
    desk.write("edge.toml", EDGE);
    let edge = |more: &[&str]| {
        let design = ["--template", "edge.toml", "--stock", "5160", "--dry-run"];
        desk.run(&labels(&[&design, more].concat()))
    };
    edge(&["--scale", "0.9"])
        .exits(1)
        .says(&["place 1", "place 2", "moved-onto-other"]);
    edge(&["--scale", "1.1"])
        .exits(1)
        .says(&["right edge", "moved-off-page"]);
    edge(&["--scale", "1.001", "--offset", "0.5,0.5"]).succeeds();
    for more in [
        ["--offset", "-0.5,1"],
        ["--offset", "2,-3"],
        ["--scale", "1.002"],
    ] {
        let arguments = ["--stock", "L7160", "--dry-run", more[0], more[1]];
        desk.run(&labels(&arguments)).succeeds();
    }
    // The places in use count, not those of the whole sheet.
    desk.write("order.csv", order(2));
    edge(&["--scale", "1,1.1"]).succeeds();
    edge(&["--scale", "1,1.1", "--start", "28"])
        .exits(1)
        .says(&["place 28", "lower edge"]);
    std::fs::remove_file(desk.path("edge.toml")).expect("there");
    assert_eq!(desk.files(), ["order.csv"]);
    reserved_nothing(&desk);
}

#[test]
fn a_template_that_is_moved_over_the_edge_of_its_roll_is_refused() {
    let desk = desk(1);
    let arguments = ["--template", "pharma", "--offset", "-4,0", "-o", "a.png"];
    desk.run(&labels(&arguments))
        .exits(1)
        .says(&["place 1", "left edge", "moved-off-page"]);
    assert_eq!(desk.files(), ["order.csv"]);
}

#[test]
fn a_reprint_is_not_moved_off_its_page_either() {
    let desk = desk(3);
    let run = run_id(
        &desk
            .run(&labels(&["--stock", "L7160", "-o", "a.pdf"]))
            .succeeds()
            .stderr,
    );
    desk.run(&[
        "labels",
        "--reprint",
        &run,
        "--offset",
        "-20,0",
        "-o",
        "b.pdf",
    ])
    .exits(1)
    .says(&["place 1", "left edge"]);
    assert!(!desk.path("b.pdf").exists());
}

const OWN: &str = "name = 'own'\nwidth = 50\nheight = 25\n[[symbol]]\ntype = 'datamatrix'\n\
    ais = ['01', '21']\nleft = 2\ntop = 2\nhri = 'none'\n[[image]]\nfile = 'logo-1.png'\nright = 1\nbottom = 1\nwidth = 5\nheight = 5\n";
const STOCK: &str = "name = 'drum'\nlabel_width = 50\nlabel_height = 25\n";

/// A small picture, as the program draws one.
fn logo(desk: &Desk) {
    desk.run(&["symbol", "datamatrix", "logo", "-o", "logo-1.png"])
        .succeeds();
}

/// It is refused, and every file is what it was.
fn written_over_nothing(desk: &Desk, command: &[&str], says: &str) {
    let content = || -> Vec<(String, Option<Vec<u8>>)> {
        let names = desk.files().into_iter();
        names
            .map(|name| {
                let content = std::fs::read(desk.path(&name)).ok();
                (name, content)
            })
            .collect()
    };
    let before = content();
    desk.run(command)
        .exits(2)
        .says(&[says, "name another file"]);
    assert_eq!(content(), before, "{command:?}");
    desk.run(&["ledger", "verify"]).succeeds();
}

#[test]
fn labels_are_not_written_over_what_they_are_made_of() {
    let desk = desk(1);
    logo(&desk);
    desk.write("own.toml", OWN);
    desk.write("drum.toml", STOCK);
    desk.run(&["scheme", "key", "--new", "line.key"]).succeeds();
    std::fs::hard_link(desk.path("order.csv"), desk.path("hard.csv")).expect("a link");
    let own = "--template own.toml --stock drum.toml --key-file line.key";
    for (output, says) in [
        ("--format pdf -o line.key", "a file of keys"),
        ("--format pdf -o own.toml", "the template itself"),
        ("--format pdf -o drum.toml", "the stock's own file"),
        ("--format png -o logo.png", "an image of the template"),
        ("--format pdf -o hard.csv", "the order itself"),
        ("--format pdf -o ledger.db", "is a ledger"),
        ("--manifest line.key -o a.pdf", "a file of keys"),
        ("--manifest own.toml -o a.pdf", "the template itself"),
    ] {
        let more: Vec<&str> = own.split(' ').chain(output.split(' ')).collect();
        written_over_nothing(&desk, &labels(&more), says);
    }
}

#[test]
fn keys_and_ledgers_stay_wherever_a_file_is_written() {
    let desk = desk(1);
    desk.run(&["scheme", "key", "--new", "line.key"]).succeeds();
    desk.run(&["ledger", "backup", "copy.db"]).succeeds();
    for (command, says) in [
        (
            "labels order.csv --stock L7160 --format pdf -o copy.db",
            "is a ledger",
        ),
        (
            "labels --calibrate --stock L7160 --format pdf -o copy.db",
            "is a ledger",
        ),
        ("symbol qr x --format svg -o copy.db", "is a ledger"),
        ("symbol qr x --format svg -o ledger.db", "is a ledger"),
        ("symbol qr x --format svg -o line.key", "is a file of keys"),
        ("ledger export units -o ledger.db", "is a ledger"),
        ("ledger export units -o line.key", "is a file of keys"),
        ("ledger export --heads -o copy.db", "is a ledger"),
    ] {
        let command: Vec<&str> = command.split(' ').collect();
        written_over_nothing(&desk, &command, says);
    }
    desk.run(&["ledger", "backup", "line.key"]).exits(4);
}

#[test]
fn a_batch_is_not_written_over_by_its_symbols() {
    let desk = Desk::new();
    desk.write("batch.txt", "A\nB\n").write("2.txt", "A\nB\n");
    for command in [
        "symbol qr --batch batch.txt --format json -o batch.txt",
        "symbol qr --batch 2.txt --format svg -o {line}.txt",
    ] {
        let command: Vec<&str> = command.split(' ').collect();
        written_over_nothing(&desk, &command, "the batch itself");
    }
}

#[test]
fn the_next_place_after_a_run_is_one_of_the_same_order() {
    let desk = desk(3);
    let columns = [
        "--stock",
        "L7160",
        "--fill",
        "columns",
        "--manifest",
        "m.csv",
        "-o",
        "a.pdf",
    ];
    let run = run_id(&desk.run(&labels(&columns)).succeeds().stderr);
    let after = format!("after:{run}");
    desk.run(&labels(&[
        "--stock", "L7160", "--start", &after, "-o", "b.pdf",
    ]))
    .exits(4)
    .says(&["other-fill", "--fill columns"]);
    let more = [
        "--stock",
        "L7160",
        "--fill",
        "columns",
        "--start",
        &after,
        "--manifest",
        "m.csv",
        "-o",
        "b.pdf",
    ];
    desk.run(&labels(&more)).succeeds();
    assert_eq!(desk.manifest("m.csv")[0].label, 10);
}

#[test]
fn the_next_place_after_a_manifest_counts_copies_and_its_stock_has_to_be_said() {
    let desk = desk(2);
    let copies = |more: &[&str]| {
        let usual = [
            "--stock",
            "L7160",
            "--copies",
            "3",
            "--manifest",
            "m.csv",
            "-o",
            "a.pdf",
        ];
        desk.run(&labels(&[&usual, more].concat())).succeeds();
        let text = std::fs::read_to_string(desk.path("m.csv")).expect("a manifest");
        let header = text.lines().next().expect("a header").to_owned();
        assert!(header.ends_with("element_string,copies"), "{header}");
        let next = [
            "--stock",
            "L7160",
            "--start",
            "after:m.csv",
            "--manifest",
            "n.csv",
            "-o",
            "b.pdf",
        ];
        desk.run(&labels(&next))
            .succeeds()
            .says(&["m.csv names no stock", "L7160"]);
        desk.manifest("n.csv")[0].label
    };
    assert_eq!(copies(&[]), 7);
    assert_eq!(copies(&["--collate"]), 7);
    assert_eq!(copies(&["--start", "20"]), 5);
    // Among copies nobody sees which places were left out.
    let skip = [
        "--stock",
        "L7160",
        "--copies",
        "3",
        "--skip",
        "2",
        "--manifest",
        "s.csv",
        "-o",
        "a.pdf",
    ];
    desk.run(&labels(&skip)).succeeds();
    let next = ["--stock", "L7160", "--start", "after:s.csv", "-o", "b.pdf"];
    desk.run(&labels(&next))
        .exits(1)
        .says(&["left out", "--start N"]);
    // It is data again, and a column of that name in an order is not.
    desk.run(&[
        "labels",
        "m.csv",
        "--stock",
        "L7160",
        "--no-ledger",
        "--dry-run",
    ])
    .succeeds()
    .says(&["2 labels"]);
    desk.write(
        "order.csv",
        "sku,gtin,lot,expiry,plant,quantity,copies\nA,5012345678900,L,2028-04,WG,1,3\n",
    );
    desk.run(&labels(&["--stock", "L7160", "--dry-run"]))
        .exits(1)
        .says(&["column-unknown", "--copies"]);
}

#[test]
fn a_resolution_is_kept_for_the_printers_it_was_meant_for() {
    let desk = desk(1);
    let width = |name: &str| {
        let text = std::fs::read_to_string(desk.path(name)).expect("labels");
        let width = text.split_once("^PW").expect("a width").1;
        width.split('^').next().expect("digits").trim().to_owned()
    };
    let run = run_id(
        &desk
            .run(&labels(&["--stock", "50x25", "-o", "a.pdf"]))
            .succeeds()
            .stderr,
    );
    desk.run(&["labels", "--reprint", &run, "-o", "b.zpl"])
        .succeeds();
    assert_eq!(width("b.zpl"), "400");
    desk.run(&[
        "labels",
        "--reprint",
        &run,
        "--format",
        "zpl",
        "--dpi",
        "300",
        "-o",
        "c.zpl",
    ])
    .succeeds();
    assert_eq!(width("c.zpl"), "591");
    let fine = ["--stock", "50x25", "--dpi", "300", "-o", "d.zpl"];
    let run = run_id(&desk.run(&labels(&fine)).succeeds().stderr);
    desk.run(&["labels", "--reprint", &run, "-o", "e.zpl"])
        .succeeds();
    assert_eq!(width("e.zpl"), "591");
}

#[test]
fn a_run_by_template_has_the_symbols_of_its_template() {
    let desk = desk(1);
    let run = run_id(
        &desk
            .run(&labels(&["--template", "serial", "-o", "a.pdf"]))
            .succeeds()
            .stderr,
    );
    for more in [["--symbol", "qr"], ["--ais", "01,21"]] {
        desk.run(&[&["labels", "--reprint", &run, "-o", "b.pdf"], &more[..]].concat())
            .exits(2)
            .says(&["template"]);
    }
    assert!(!desk.path("b.pdf").exists());
}

#[test]
fn what_is_set_is_known_by_every_name_of_its_field() {
    let desk = Desk::new();
    let gtin = [
        "labels",
        "--set",
        "01=5012345678900",
        "--stock",
        "L7160",
        "--ais",
        "01",
        "--dry-run",
    ];
    desk.run(&gtin).succeeds();
    let sscc = [
        "labels",
        "--set",
        "00=095212340000000019",
        "--template",
        "sscc",
        "--dry-run",
    ];
    desk.run(&sscc).exits(1).says(&["check-digit"]);
    let sscc = sscc.map(|text| {
        if text.starts_with("00=") {
            "00=095212340000000013"
        } else {
            text
        }
    });
    desk.run(&sscc).succeeds();
    let idle = [
        "labels",
        "--set",
        "01=5012345678900",
        "--set",
        "10=A",
        "--stock",
        "L7160",
        "--ais",
        "01",
        "--dry-run",
    ];
    desk.run(&idle).exits(2).says(&["carry no (10)"]);
}

#[test]
fn an_address_has_lines_where_its_text_may_wrap_and_nothing_else_has() {
    let desk = Desk::new();
    let header = "sscc,from,to\n";
    desk.write(
        "order.csv",
        format!("{header}095212340000000013,\"Widget Works\r\nMill Lane 1\",\"A\nB\n12345 C\"\n"),
    );
    let svg = ["--template", "sscc", "--no-ledger", "-o", "a.svg"];
    desk.run(&labels(&svg)).succeeds();
    desk.write(
        "order.jsonl",
        "{\"sscc\":\"095212340000000013\",\"to\":\"A\\nB\"}\n",
    );
    desk.run(&[
        "labels",
        "order.jsonl",
        "--template",
        "sscc",
        "--no-ledger",
        "--dry-run",
    ])
    .succeeds();
    desk.write(
        "order.csv",
        format!("{header}095212340000000013,\"A\u{1}B\",C\n"),
    );
    desk.run(&labels(&svg))
        .exits(1)
        .says(&["control-character"]);
    let narrow =
        "name = 'n'\nwidth = 50\nheight = 25\n[[text]]\ntext = '{note}'\nleft = 2\ntop = 2\n";
    desk.write("own.toml", narrow);
    let set = [
        "labels",
        "--set",
        "note=A\nB",
        "--template",
        "own.toml",
        "--dry-run",
    ];
    desk.run(&set)
        .exits(1)
        .says(&["text 1", "line break", "wrap = true"]);
    desk.write("own.toml", format!("{narrow}wrap = true\n"));
    desk.run(&set).succeeds();
    let symbol = "name = 'n'\nwidth = 50\nheight = 25\n[[symbol]]\ntype = 'qr'\ndata = '{note}'\nleft = 2\ntop = 2\n";
    desk.write("own.toml", symbol);
    desk.run(&set).exits(1).says(&["line break"]);
    desk.write(
        "order.csv",
        format!("{HEADER}A,5012345678900,\"L\n1\",2028-04,WG,1\n"),
    );
    desk.run(&labels(&["--stock", "L7160", "--dry-run"]))
        .exits(1)
        .says(&["order.csv:2: lot"]);
}

#[test]
fn one_fault_is_told_once() {
    let desk = Desk::new();
    desk.write("order.csv", "sscc,to\n095212340000000019,A\n");
    let told = desk
        .run(&labels(&["--template", "sscc", "--no-ledger", "--dry-run"]))
        .exits(1)
        .says(&["check-digit", "1 problem"]);
    assert!(!told.stderr.contains("quantity"), "{}", told.stderr);
    let rows = "A,5012345678900,L,2028-04,WG,1\n".repeat(5);
    desk.write("order.csv", format!("{HEADER}{rows}"));
    let small = "name = 'n'\nwidth = 10\nheight = 5\n[[symbol]]\ntype = 'qr'\nais = ['01', '21']\nleft = 1\ntop = 1\n";
    desk.write("own.toml", small);
    desk.run(&labels(&["--template", "own.toml", "--dry-run"]))
        .exits(1)
        .says(&["the same on 4 more lines", "1 problem"]);
}

#[test]
fn a_scan_that_says_something_else_than_the_ledger_is_of_another_label() {
    let desk = desk(1);
    let usual = [
        "--stock",
        "L7160",
        "--at",
        "2026-04-15T08:00Z",
        "-o",
        "a.pdf",
    ];
    desk.run(&labels(&usual)).succeeds();
    let reprint = |scan: &str| desk.run(&["labels", "--reprint", scan, "-o", "b.pdf"]);
    reprint("(01)05012345678900(10)OTHER(21)WG-2026040001")
        .exits(1)
        .says(&["(10)", "000417", "OTHER", "other-data"]);
    reprint("(01)05012345678900(17)280501(21)WG-2026040001")
        .exits(1)
        .says(&["280400"]);
    reprint("(01)05012345678900(17)280400(10)000417(21)WG-2026040001").succeeds();
    reprint("(01)05012345678900(21)WG-2026040001").succeeds();
}

#[test]
fn pages_of_pictures_do_not_go_to_standard_output() {
    let desk = desk(3);
    for format in ["svg", "png", "png-grey"] {
        let ending = format.split('-').next().expect("a word");
        let arguments = ["--stock", "50x25", "--format", format, "-o", "-"];
        desk.run(&labels(&arguments))
            .exits(2)
            .says(&["3 pages", &format!("-o NAME.{ending}")]);
    }
    reserved_nothing(&desk);
}

#[test]
fn a_file_that_is_not_there_or_has_no_end_is_told_as_such() {
    let desk = desk(1);
    desk.run(&labels(&[
        "--stock",
        "L7160",
        "--start",
        "after:nope.csv",
        "-o",
        "c.pdf",
    ]))
    .exits(3)
    .says(&["after:nope.csv: there is no such file"]);
    for command in [
        &labels(&["--stock", "./nope.toml", "--dry-run"])[..],
        &["stock", "nope.toml"],
    ] {
        desk.run(command)
            .exits(3)
            .says(&["nope.toml: there is no such file"]);
    }
    desk.write("latin.toml", b"name = 'x'\nabout = 'Gr\xFCn'\n");
    desk.run(&labels(&["--template", "latin.toml", "--dry-run"]))
        .exits(1)
        .says(&["latin.toml:2:12: byte 0xFC is not UTF-8"]);
    #[cfg(target_os = "linux")]
    {
        desk.run(&labels(&["--template", "/dev/zero", "--dry-run"]))
            .exits(1)
            .says(&["/dev/zero: is longer than 1 MiB"]);
        desk.write("own.toml", OWN.replace("logo-1.png", "/dev/zero"));
        desk.run(&labels(&["--template", "own.toml", "--dry-run"]))
            .exits(1)
            .says(&["/dev/zero: is longer than 64 MiB"]);
    }
}

#[test]
fn a_journal_beside_a_ledger_is_no_place_for_labels() {
    let desk = desk(1);
    desk.run(&labels(&[
        "--stock",
        "L7160",
        "--format",
        "pdf",
        "-o",
        "ledger.db-journal",
    ]))
    .exits(2)
    .says(&["is a ledger"]);
    assert!(!desk.path("ledger.db-journal").exists());
}

#[test]
fn a_template_is_turned_with_the_roll_of_its_own_size() {
    let desk = desk(1);
    for degrees in ["90", "180", "270"] {
        desk.run(&labels(&[
            "--template",
            "serial",
            "--rotate",
            degrees,
            "-o",
            "a.svg",
        ]))
        .succeeds();
    }
}

#[test]
fn a_serial_that_may_be_missing_is_left_open_without_a_ledger() {
    let desk = desk(2);
    let own = "name = 'n'\nwidth = 50\nheight = 25\n[[symbol]]\ntype = 'datamatrix'\nais = ['01', '21?']\nleft = 2\ntop = 2\nhri = 'none'\n";
    desk.write("own.toml", own);
    let more = [
        "--template",
        "own.toml",
        "--no-ledger",
        "--manifest",
        "m.csv",
        "-o",
        "a.pdf",
    ];
    desk.run(&labels(&more)).succeeds().says(&["2 labels"]);
    assert_eq!(
        desk.manifest("m.csv")[1].element_string,
        "(01)05012345678900"
    );
    // With a ledger it is issued.
    let more = [
        "--template",
        "own.toml",
        "--manifest",
        "m.csv",
        "-o",
        "a.pdf",
    ];
    desk.run(&labels(&more)).succeeds();
    assert!(!desk.manifest("m.csv")[1].serial.is_empty());
}

#[test]
fn what_a_spreadsheet_left_is_told_in_its_own_words() {
    let desk = Desk::new();
    let row = |gtin: &str, lot: &str| format!("{HEADER}A,{gtin},{lot},2028-04,WG,1\n");
    let good = row("5012345678900", "L");
    for (content, says) in [
        (
            format!("sep=;\n{good}"),
            &["order.csv:1: ", "separator-line", "--delimiter ';'"][..],
        ),
        (
            format!("{good},,,,,\n"),
            &["order.csv:3: ", "blank-row", "1 problem"],
        ),
        (
            row("5012345678900.0", "L"),
            &["decimal-number", "1 problem"],
        ),
        (row("'5012345678900", "L"), &["text-mark", "apostrophe"]),
        (row("=\"5012345678900\"", "L"), &["text-mark", "formula"]),
        (row("5012345678900", "1E+11"), &["lot", "rounded-number"]),
        (
            good.replace("\nA,", "\nGr\u{FFFD}n,"),
            &["sku", "decode-damage"],
        ),
        (
            good.replace("\nA,", "\nA\u{AD}B,"),
            &["sku", "invisible-character", "U+00AD"],
        ),
    ] {
        desk.write("order.csv", content);
        desk.run(&labels(&["--stock", "L7160", "--dry-run"]))
            .exits(1)
            .says(says);
    }
    desk.write("order.jsonl", "{\"sku\":\"A\",\"gtin\":5.01235e12,\"lot\":\"L\",\"expiry\":\"2028-04\",\"plant\":\"WG\",\"quantity\":1}\n");
    let jsonl = ["labels", "order.jsonl", "--stock", "L7160", "--dry-run"];
    desk.run(&jsonl)
        .exits(1)
        .says(&["order.jsonl:1: gtin \"5.01235e12\"", "json-value"]);
    desk.write("order.jsonl", "\n{\"sku\":\"A\"}\n{\"sku\" \"A\"}\n");
    let told = desk
        .run(&jsonl)
        .exits(1)
        .says(&["order.jsonl:3: ", "at column 8"]);
    assert!(!told.stderr.contains("at line 1"), "{}", told.stderr);
    desk.write(
        "order.csv",
        "sscc,to,02,37\n095212340000000013,A,5012345678900,4\n",
    );
    desk.run(&labels(&[
        "--template",
        "sscc",
        "--no-ledger",
        "--manifest",
        "m.csv",
        "-o",
        "a.pdf",
    ]))
    .succeeds();
    // The symbol carries the whole GTIN of 14 digits.
    desk.write(
        "order.csv",
        "sscc,to,02,37\n095212340000000013,A,5012345678901,4\n",
    );
    desk.run(&labels(&["--template", "sscc", "--no-ledger", "--dry-run"]))
        .exits(1)
        .says(&["02 \"5012345678901\"", "check-digit"]);
}

#[test]
fn help_names_no_option_that_the_command_has_not() {
    let desk = Desk::new();
    let symbol = desk
        .run(&["symbol", "datamatrix", "(10)A", "-o", "a.svg"])
        .exits(1);
    assert!(!symbol.stderr.contains("--allow"), "{}", symbol.stderr);
    desk.write("lines.txt", "(10)A\n");
    for command in [
        &["check", "lines.txt"][..],
        &["convert", "--to", "raw", "lines.txt"],
    ] {
        let told = desk.run(command).exits(1);
        let said = format!("{}{}", told.stdout, told.stderr);
        assert!(
            said.contains("or allow it with --allow ai-required"),
            "{said}"
        );
    }
}

#[cfg(unix)]
#[test]
fn labels_go_through_a_named_pipe_that_nobody_looks_into_first() {
    use std::process::{Command, Stdio};

    let desk = desk(3);
    let pipe = desk.path("printer");
    let made = Command::new("mkfifo").arg(&pipe).status();
    assert!(made.is_ok_and(|made| made.success()));
    // A reader that ends at the first end.
    let printer = Command::new("cat")
        .arg(&pipe)
        .stdout(Stdio::piped())
        .spawn()
        .expect("a reader");
    desk.run(&labels(&[
        "--stock", "L7160", "-o", "printer", "--format", "zpl",
    ]))
    .succeeds();
    let got = printer.wait_with_output().expect("what it read").stdout;
    assert!(got.starts_with(b"^XA") && got.ends_with(b"^XZ\n"));
}

#[test]
fn a_request_is_the_same_in_another_format() {
    let desk = desk(3);
    let told: Vec<String> = ["one.png", "two.zpl"]
        .map(|output| {
            let mut arguments = labels(&[
                "--stock",
                "50x25",
                "--dpi",
                "203",
                "--at",
                "2026-04-15T08:00Z",
            ]);
            arguments.extend(["--request-id", "same", "-o", output]);
            run_id(&desk.run(&arguments).succeeds().stderr)
        })
        .into();
    assert_eq!(told.first(), told.last());
}
