//! The columns of an order, found by their header.

mod needs;

use crate::job::problem::Problem;

use super::column::{Column, Meaning, known, plain};
use super::format::{OrderFormat, ignore_option, map_option};
use super::words;

/// The columns in the order of the file, then those that are set for all lines.
#[derive(Debug)]
pub(super) struct Header {
    columns: Vec<Field>,
    /// How many of them the file has.
    in_file: usize,
    /// Lines without a GTIN are refused.
    pub(super) needs_gtin: bool,
}

/// One column.
#[derive(Debug)]
pub(super) struct Field {
    pub(super) column: Column,
    /// What the file calls it.
    pub(super) name: String,
    /// What lines say that leave it open.
    pub(super) otherwise: String,
}

/// The file and the place of its header.
#[derive(Clone, Copy, Debug)]
pub(super) struct Place<'a> {
    pub(super) file: &'a str,
    pub(super) line: Option<u64>,
}

impl Header {
    /// Reads a header row; every unknown, repeated and missing column is a problem of its own.
    pub(super) fn read(
        place: Place<'_>,
        names: &[String],
        format: &OrderFormat,
    ) -> Result<Self, Vec<Problem>> {
        let mut reader = Reader {
            place,
            names,
            format,
            columns: Vec::with_capacity(names.len() + format.set.len()),
            problems: Vec::new(),
        };
        if let Some(problem) = reader.other_delimiter() {
            return Err(vec![problem]);
        }
        reader.map();
        for (at, name) in names.iter().enumerate() {
            reader.column(at, name);
        }
        reader.set();
        let needs_gtin = reader.needs();
        if reader.problems.is_empty() {
            Ok(Self {
                columns: reader.columns,
                in_file: names.len(),
                needs_gtin,
            })
        } else {
            Err(reader.problems)
        }
    }

    pub(super) fn fields(&self) -> &[Field] {
        &self.columns
    }

    pub(super) fn in_file(&self) -> usize {
        self.in_file
    }

    /// Whether a column is there, in the file or set.
    pub(super) fn has(&self, wanted: &Column) -> bool {
        self.columns
            .iter()
            .any(|field| field.column.is_same(wanted))
    }
}

struct Reader<'a> {
    place: Place<'a>,
    names: &'a [String],
    format: &'a OrderFormat,
    columns: Vec<Field>,
    problems: Vec<Problem>,
}

impl<'a> Reader<'a> {
    fn problem(
        &self,
        code: &'static str,
        column: Option<&str>,
        message: impl Into<String>,
        help: impl Into<String>,
    ) -> Problem {
        Problem {
            file: self.place.file.into(),
            line: self.place.line,
            column: column.map(Into::into),
            ..Problem::about(code, message, help)
        }
    }

    /// A file whose values are separated by another sign than was said: more of its names mean something then.
    fn other_delimiter(&self) -> Option<Problem> {
        let here = char::from(self.format.delimiter.byte());
        let header = self.names.join(&String::from(here));
        let meaning = |names: &mut dyn Iterator<Item = &str>| {
            names
                .map(|name| name.trim_matches('"'))
                .filter(|name| self.is_known(name) || words::usual(name).is_some())
                .count()
        };
        let now = meaning(&mut self.names.iter().map(String::as_str));
        let (sign, name) =
            self.format.delimiter.others().find(|(sign, _)| {
                header.contains(*sign) && meaning(&mut header.split(*sign)) > now
            })?;
        Some(self.problem(
            "delimiter",
            None,
            format!("the header is separated by {sign:?}, not by {here:?}"),
            format!("say --delimiter {name}"),
        ))
    }

    fn is_ignored(&self, name: &str) -> bool {
        let ignore = &self.format.ignore;
        ignore.all
            || ignore
                .names
                .iter()
                .any(|theirs| plain(theirs) == plain(name))
    }

    fn is_known(&self, name: &str) -> bool {
        matches!(Column::find(name, self.format), Meaning::One(_))
            || self
                .format
                .map
                .0
                .iter()
                .chain(&self.format.usual.0)
                .any(|(_, theirs)| plain(theirs) == plain(name))
    }

    /// Pairs of the map that lead nowhere.
    fn map(&mut self) {
        let mut fields: Vec<(&str, Column)> = Vec::new();
        for (ours, theirs) in &self.format.map.0 {
            let option = map_option(ours, theirs);
            match Column::find(ours, self.format) {
                Meaning::One(column) => {
                    if let Some((_, before)) = fields
                        .iter()
                        .map(|(name, known)| (known, *name))
                        .find(|(known, _)| known.is_same(&column))
                    {
                        self.problems.push(self.problem(
                            "map",
                            None,
                            format!("{option}: the map has {before} already"),
                            "name each field once",
                        ));
                    }
                    fields.push((ours, column));
                }
                Meaning::Several(ais) => self.problems.push(self.problem(
                    "map",
                    None,
                    format!(
                        "{option}: {ours:?} is the title of several AIs: {}",
                        ais.join(", ")
                    ),
                    "name one by its digits",
                )),
                Meaning::None => self.problems.push(self.problem(
                    "map",
                    None,
                    format!("{option}: no field is called {ours:?}"),
                    format!(
                        "fields are {}, AIs such as 37, and what the design asks for",
                        known()
                    ),
                )),
            }
            if !self.names.iter().any(|name| plain(name) == plain(theirs)) {
                self.problems.push(self.problem(
                    "map",
                    None,
                    format!("{option}: the file has no column {theirs:?}"),
                    format!("its columns are {}", self.names.join(", ")),
                ));
            }
        }
    }

    /// What a column of the file is.
    fn column(&mut self, at: usize, name: &str) {
        let is = |theirs: &str| plain(theirs) == plain(name);
        let map = &self.format.map.0;
        let of = |pairs: &'a [(String, String)]| pairs.iter().find(|(_, theirs)| is(theirs));
        // What the template calls it, where the command line does not say otherwise.
        let usual =
            || of(&self.format.usual.0).filter(|(ours, _)| map.iter().all(|(own, _)| own != ours));
        let mapped = of(map).or_else(usual);
        let ignored = self.format.ignore.names.iter().any(|theirs| is(theirs));
        let meaning = match mapped {
            Some((ours, _)) => Column::find(ours, self.format),
            None if ignored => Meaning::One(Column::Ignored),
            None => Column::find(name, self.format),
        };
        let has = |wanted: &str| self.names.iter().any(|name| plain(name) == wanted);
        let column = match meaning {
            // A manifest's own column; an order that has one means something else by it.
            Meaning::One(Column::Copies) if !(has("page") && has("label")) => {
                self.problems.push(self.problem(
                    "column-unknown",
                    Some(name),
                    "the column is not known",
                    format!(
                        "--copies N prints so many of each label, {} leaves it out",
                        ignore_option(name)
                    ),
                ));
                Column::Ignored
            }
            Meaning::One(column) => column,
            // Told with the map.
            _ if mapped.is_some() => Column::Ignored,
            Meaning::None if self.format.ignore.all => Column::Ignored,
            // What a spreadsheet leaves at the end of lines.
            Meaning::None if name.trim().is_empty() => {
                self.problems.push(self.problem(
                    "column-unnamed",
                    None,
                    format!("column {} has no name", at + 1),
                    "name it, or --ignore-columns all leaves out all that are not known",
                ));
                Column::Ignored
            }
            Meaning::None => {
                let settle = match self.proposal(name) {
                    Some(ours) => map_option(ours, name),
                    None => format!("rename it; known are {}, AIs and data titles", known()),
                };
                self.problems.push(self.problem(
                    "column-unknown",
                    Some(name),
                    "the column is not known",
                    format!("{settle}, or {} leaves it out", ignore_option(name)),
                ));
                Column::Ignored
            }
            Meaning::Several(ais) => {
                let options: Vec<String> = ais.iter().map(|ai| map_option(ai, name)).collect();
                self.problems.push(self.problem(
                    "column-ambiguous",
                    Some(name),
                    format!("several AIs have this title: {}", ais.join(", ")),
                    format!("say which: {}", options.join(" or ")),
                ));
                Column::Ignored
            }
        };
        if let Some(before) = self
            .columns
            .iter()
            .find(|field| field.column.is_same(&column))
        {
            let problem = self.problem(
                "column-repeated",
                Some(name),
                if plain(&before.name) == plain(name) {
                    "the column stands twice".into()
                } else {
                    format!("says the same as column {:?}", before.name)
                },
                if mapped.is_none() && plain(&before.name) != plain(name) {
                    format!("leave one of them out: {}", ignore_option(name))
                } else {
                    "leave one of them out".into()
                },
            );
            self.problems.push(problem);
        }
        self.columns.push(Field {
            column,
            name: name.into(),
            otherwise: String::new(),
        });
    }

    /// The field that a column of another name usually is, where nothing else in the file is that field.
    fn proposal(&self, name: &str) -> Option<&'static str> {
        let ours = words::usual(name)?;
        let Meaning::One(column) = Column::find(ours, self.format) else {
            return None;
        };
        let taken = self.names.iter().any(|other| {
            matches!(Column::find(other, self.format), Meaning::One(found) if found.is_same(&column))
        });
        (!taken).then_some(ours)
    }

    /// Values that are set for all lines.
    fn set(&mut self) {
        for (name, value) in &self.format.set {
            match Column::find(name, self.format) {
                Meaning::One(column) => {
                    let there = self
                        .columns
                        .iter_mut()
                        .find(|field| field.column.is_same(&column));
                    match there {
                        Some(field) if field.otherwise.is_empty() => {
                            field.otherwise.clone_from(value);
                        }
                        Some(_) => self.problems.push(self.problem(
                            "set",
                            Some(name),
                            "is set twice",
                            "set it once",
                        )),
                        None => self.columns.push(Field {
                            column,
                            name: name.clone(),
                            otherwise: value.clone(),
                        }),
                    }
                }
                Meaning::Several(ais) => self.problems.push(self.problem(
                    "set",
                    Some(name),
                    format!("is the title of several AIs: {}", ais.join(", ")),
                    "name one by its digits",
                )),
                Meaning::None => self.problems.push(self.problem(
                    "set",
                    Some(name),
                    "is no field of an order",
                    format!(
                        "fields are {}, AIs such as 37, and what the design asks for",
                        known()
                    ),
                )),
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(header: &str, format: &OrderFormat) -> Result<Header, Vec<Problem>> {
        let names: Vec<String> = header.split(',').map(String::from).collect();
        let place = Place {
            file: "o.csv",
            line: Some(1),
        };
        Header::read(place, &names, format)
    }

    fn codes(header: &str) -> Vec<(&'static str, Option<String>)> {
        match read(header, &OrderFormat::default()) {
            Ok(_) => Vec::new(),
            Err(problems) => problems.into_iter().map(|p| (p.code, p.column)).collect(),
        }
    }

    #[test]
    fn an_order_and_a_manifest_have_a_good_header() {
        assert_eq!(codes("sku,gtin,lot,expiry,plant,quantity"), []);
        assert_eq!(codes("Quantity,GTIN,Lot,EXPIRY,Plant,S-K-U"), []);
        assert_eq!(
            codes("page,label,sku,gtin,lot,expiry,serial,element_string"),
            []
        );
    }

    #[test]
    fn each_fault_of_a_header_is_told() {
        assert_eq!(
            codes("sku,gtin,gtin,lot,expiry,plant,colour"),
            [
                ("column-repeated", Some("gtin".into())),
                ("column-unknown", Some("colour".into())),
                ("column-missing", Some("quantity".into())),
            ]
        );
        assert_eq!(
            codes("sku;gtin;lot;expiry;plant;quantity"),
            [("delimiter", None)]
        );
        assert_eq!(
            codes("Artikel;EAN;\"Charge, neu\";MHD;Menge"),
            [("delimiter", None)]
        );
        assert_eq!(
            codes("sku,gtin,01,lot,expiry,plant,quantity"),
            [("column-repeated", Some("01".into()))]
        );
        assert_eq!(
            codes("sku,gtin,lot,expiry,plant,quantity,NET WEIGHT (kg),"),
            [
                ("column-ambiguous", Some("NET WEIGHT (kg)".into())),
                ("column-unnamed", None)
            ]
        );
    }

    #[test]
    fn ais_and_data_titles_are_columns_too() {
        let header = read(
            "sku,(01),BATCH/LOT,use by or expiry,plant,quantity,37,Prod Date,(3103)",
            &OrderFormat::default(),
        )
        .expect("a good header");
        let columns: Vec<String> = header
            .fields()
            .iter()
            .map(|field| format!("{:?}", field.column))
            .collect();
        assert_eq!(
            columns,
            [
                "Sku",
                "Gtin",
                "Lot",
                "Expiry { as_ai: true }",
                "Plant",
                "Quantity",
                "Ai((37) COUNT)",
                "Ai((11) PROD DATE)",
                "Ai((3103) NET WEIGHT (kg))"
            ]
        );
    }

    #[test]
    fn an_unknown_column_comes_with_the_option_that_settles_it() {
        let problems = read(
            "sku,EAN,Charge,MHD,Werk,Menge,Preis netto",
            &OrderFormat::default(),
        )
        .expect_err("an ERP's own names");
        let helps: Vec<&str> = problems
            .iter()
            .filter(|problem| problem.code == "column-unknown")
            .map(|problem| problem.help.as_str())
            .collect();
        for (help, option) in helps.iter().zip([
            "--map gtin=EAN, or --ignore-columns EAN leaves it out",
            "--map lot=Charge,",
            "--map expiry=MHD,",
            "--map plant=Werk,",
            "--map quantity=Menge,",
            "--ignore-columns 'Preis netto' leaves it out",
        ]) {
            assert!(help.contains(option), "{help}");
        }
        let settled = OrderFormat {
            map: "gtin=EAN,lot=charge,expiry=MHD,plant=Werk,quantity=Menge"
                .parse()
                .expect("a map"),
            ignore: "Preis netto".parse().expect("a list"),
            ..OrderFormat::default()
        };
        assert!(read("sku,EAN,Charge,MHD,Werk,Menge,Preis netto", &settled).is_ok());
        let all = OrderFormat {
            ignore: "all".parse().expect("all"),
            ..settled
        };
        assert!(read("sku,EAN,Charge,MHD,Werk,Menge,Preis netto,Farbe", &all).is_ok());
    }

    #[test]
    fn a_map_that_leads_nowhere_is_told() {
        for (map, says) in [
            ("gtin=EAN", "has no column \"EAN\""),
            ("ean=gtin", "no field is called \"ean\""),
            ("gtin=gtin,01=lot", "the map has gtin already"),
        ] {
            let format = OrderFormat {
                map: map.parse().expect("a map"),
                ..OrderFormat::default()
            };
            let problems = read("sku,gtin,lot,expiry,plant,quantity", &format).expect_err(map);
            assert!(
                problems
                    .iter()
                    .any(|problem| problem.message.contains(says)),
                "{map}: {problems:?}"
            );
        }
    }
}
