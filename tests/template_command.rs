//! `unitmark template` and `unitmark labels --template`: what they print and draw, and how they refuse.
#![cfg(feature = "cli")]

mod common;

use common::Desk;

const UNITS: &str =
    "sku,gtin,lot,expiry,serial\nWIDGET-RED-LG,5012345678900,2026-04-A,2028-04-30,A1\n";

#[test]
fn each_template_is_listed_shown_and_taken_back_as_ones_own() {
    let desk = Desk::new();
    let list = desk.run(&["template"]).succeeds().stdout;
    let names: Vec<&str> = list
        .lines()
        .filter_map(|line| line.split(' ').next())
        .collect();
    assert_eq!(names, ["serial", "sscc", "retail", "pharma"]);
    assert_eq!(desk.run(&["template", "list"]).succeeds().stdout, list);
    for name in names {
        let own = desk.run(&["template", "show", name]).succeeds().stdout;
        desk.write("own.toml", &own);
        assert_eq!(
            desk.run(&["template", "show", "own.toml"])
                .succeeds()
                .stdout,
            own
        );
        let header = |what| {
            desk.run(&["template", "show", what, "--header"])
                .succeeds()
                .stdout
        };
        assert_eq!(header(name), header("own.toml"));
    }
    assert_eq!(
        desk.run(&["template", "show", "serial", "--header"])
            .succeeds()
            .stdout,
        "sku,gtin,lot,expiry,plant,quantity\n"
    );
}

#[test]
fn an_order_with_the_header_that_a_template_wants_is_printed() {
    let desk = Desk::new();
    desk.write(
        "order.csv",
        "sku,gtin,lot,expiry,plant,quantity\nA,5012345678900,L1,2028-04,WG,2\n",
    );
    desk.run(&[
        "labels",
        "order.csv",
        "--template",
        "serial",
        "--at",
        "2026-04-15T08:00Z",
        "--manifest",
        "m.csv",
        "-o",
        "a.pdf",
    ])
    .succeeds()
    .says(&[
        "Data Matrix 22x22: X 0.55 mm = 13 dots at 600 dpi",
        "2 labels, 2 pages",
    ]);
    assert_eq!(
        desk.manifest("m.csv")[1].element_string,
        "(01)05012345678900(17)280400(10)L1(21)WG-2026040002"
    );
}

#[test]
fn a_run_by_template_is_drawn_again_from_the_ledger_as_it_was() {
    let desk = Desk::new();
    let own = "name = 'own'\nwidth = 60\nheight = 20\nrotate = 90\n[columns]\nsku = 'Artikel'\n\
        [[symbol]]\ntype = 'qr'\nais = ['01', '21']\nleft = 1\ntop = 1\nhri = 'none'\n\
        [[text]]\ntext = '{sku} {colour} {13:DD.MM.YY}'\nleft = 25\ntop = 5\n";
    desk.write("own.toml", own);
    desk.write(
        "order.csv",
        "Artikel,gtin,colour,13,quantity,plant\nA,5012345678900,red,260401,2,WG\n",
    );
    let first = [
        "labels",
        "order.csv",
        "--template",
        "own.toml",
        "--at",
        "2026-04-15T08:00Z",
        "--request-id",
        "r",
    ];
    desk.run(&[&first[..], &["-o", "a.svg", "--copies", "1"]].concat())
        .exits(0);
    let drawn = std::fs::read_to_string(desk.path("a-1.svg")).expect("the first label");
    assert!(drawn.contains(">A red 01.04.26</text>"), "{drawn}");
    assert!(
        drawn.starts_with(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"20mm\" height=\"60mm\""
        )
    );
    // The template's file may be gone: the ledger has its text.
    std::fs::remove_file(desk.path("own.toml")).expect("it is there");
    desk.run(&["labels", "--reprint", "WG-2026040001", "-o", "b.svg"])
        .succeeds();
    let again = std::fs::read_to_string(desk.path("b-1.svg")).expect("the label");
    assert_eq!(again, drawn);
}

#[test]
fn labels_that_are_all_alike_need_no_ledger_and_serials_of_an_order_neither() {
    let desk = Desk::new();
    desk.write("retail.csv", "sku,gtin,quantity\nA,5012345678900,3\n");
    let mut command = desk.command(&[
        "labels",
        "retail.csv",
        "--template",
        "retail",
        "-o",
        "r.pdf",
    ]);
    command.env("UNITMARK_LEDGER", desk.path("none.db"));
    common::Run::from(command.output().expect("the program starts"))
        .succeeds()
        .says(&["EAN-13", "QR Code"]);
    assert!(!desk.path("none.db").exists());
    desk.write("units.csv", UNITS);
    desk.run(&[
        "labels",
        "units.csv",
        "--template",
        "pharma",
        "--ignore-columns",
        "sku",
        "--no-ledger",
        "-o",
        "p.zpl",
    ])
    .succeeds();
}

#[test]
fn a_use_sets_the_size_of_symbols_with_and_without_a_template() {
    let desk = Desk::new();
    desk.write("units.csv", UNITS);
    for (options, told) in [
        (&["--stock", "100x50"][..], "X 0.339 mm"),
        (&["--stock", "100x50", "--use", "logistics"], "X 0.762 mm"),
        (&["--template", "serial", "--stock", "100x50"], "X 0.55 mm"),
    ] {
        desk.run(
            &[
                &["labels", "units.csv", "--no-ledger", "-o", "a.pdf"],
                options,
            ]
            .concat(),
        )
        .succeeds()
        .says(&[told]);
    }
}

#[test]
fn what_cannot_be_followed_has_its_status_and_leaves_no_file() {
    let desk = Desk::new();
    desk.write("units.csv", UNITS);
    desk.write("retail.csv", "sku,gtin,quantity\nA,19521234543210,1\n");
    desk.write(
        "syntax.toml",
        "name = 'x'\nwidth = 50\nheight = 25\n[[text]]\ntext = '{lot'\n",
    );
    desk.write("off.toml", "name = 'x'\nwidth = 50\nheight = 25\n[[text]]\nname = 'sku'\ntext = '{sku} {serial}'\nleft = 40\nwidth = 40\n");
    desk.write("picture.toml", "name = 'x'\nwidth = 50\nheight = 25\n[[image]]\nfile = 'logo.png'\n[[text]]\ntext = '{serial}'\n");
    desk.write(
        "column.toml",
        "name = 'x'\nwidth = 50\nheight = 25\n[[text]]\ntext = '{colour} {serial} {gtin}'\n",
    );
    desk.write("image.toml", "name = 'x'\nwidth = 50\nheight = 25\n[[image]]\nfile = 'units.csv'\n[[text]]\ntext = '{serial}'\n");
    let before = desk.files();
    for (template, more, status, told) in [
        ("nothing", &[][..], 2, "no template is called \"nothing\""),
        (
            "syntax.toml",
            &[],
            1,
            "syntax.toml:5:8: a brace is not closed",
        ),
        (
            "off.toml",
            &[],
            1,
            "text \"sku\": it leaves the label of 50 mm by 25 mm",
        ),
        ("picture.toml", &[], 3, "logo.png of template x: "),
        ("image.toml", &[], 1, "image 1: units.csv: "),
        ("column.toml", &["--ignore-columns", "all"], 1, "colour"),
        (
            "serial",
            &["--use", "home"],
            2,
            "--use home: use one of label, retail",
        ),
        (
            "serial",
            &["--rotate", "45"],
            2,
            "turned by 0, 90, 180 or 270 degrees, not by 45",
        ),
        ("serial", &["--stock", "2x1"], 0, ""),
        ("serial", &["--stock", "L4732"], 1, "[items-overlap]"),
        ("serial", &["--use", "distribution"], 1, "[item-too-large]"),
        ("serial", &["--font", "none.ttf"], 3, "none.ttf: "),
        ("serial", &["--font", "units.csv"], 1, "[font-file]"),
        ("serial", &["--symbol", "qr"], 2, "cannot be used with"),
    ] {
        let arguments = [
            "labels",
            "units.csv",
            "--template",
            template,
            "--no-ledger",
            "-o",
            "a.pdf",
        ];
        let run = desk.run(&[&arguments[..], more].concat()).exits(status);
        assert!(
            run.stderr.contains(told),
            "{template} {more:?}: {}",
            run.stderr
        );
        if status != 0 {
            assert_eq!(desk.files(), before, "{template} {more:?}");
        } else {
            std::fs::remove_file(desk.path("a.pdf")).expect("it was drawn");
        }
    }
    // A GTIN-14 has no bars of an EAN-13.
    desk.run(&[
        "labels",
        "retail.csv",
        "--template",
        "retail",
        "-o",
        "a.pdf",
    ])
    .exits(1)
    .says(&["symbol \"EAN\": "]);
}
