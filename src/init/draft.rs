//! The text of a study.toml that binds exports.

use std::collections::BTreeSet;
use std::fmt::Write as _;

use crate::column::{Column, FileKind, Kind};
use crate::diagnostic::Diagnostics;
use crate::factor::Loaded;
use crate::text::{Language, Text, text, visible};
use crate::word::{Stage, Word};

/// What a line begins with that asks something.
pub(super) const QUESTION: &str = "# ?";

/// What is known of a study from its exports.
#[derive(Clone, Debug)]
pub(super) struct Draft {
    pub(super) title: String,
    pub(super) years: BTreeSet<i16>,
    pub(super) stages: Vec<Stage>,
    pub(super) products: Vec<String>,
    pub(super) files: Vec<Bound>,
    /// The tables whose kind is not sure, and the kinds that they could be.
    pub(super) unsure: Vec<(String, Vec<FileKind>)>,
    pub(super) workbooks: Vec<String>,
}

/// A file, or several that are bound alike.
#[derive(Clone, Debug)]
pub(super) struct Bound {
    pub(super) path: String,
    pub(super) files: usize,
    pub(super) kind: FileKind,
    pub(super) columns: Vec<(Column, String)>,
    pub(super) ignore: Vec<String>,
    pub(super) unknown: Vec<Unknown>,
    pub(super) missing: Vec<Column>,
    /// Columns, with their headers, that look as if their cells had been merged.
    pub(super) merged: Vec<(Column, String)>,
}

/// A header that is not known.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Unknown {
    pub(super) header: String,
    /// Some of the cells below it.
    pub(super) cells: Vec<String>,
    /// The column whose words all of them are.
    pub(super) likely: Option<Column>,
}

impl Bound {
    pub(super) fn new(path: &str, kind: FileKind) -> Bound {
        Bound {
            path: path.to_owned(),
            files: 1,
            kind,
            columns: Vec::new(),
            ignore: Vec::new(),
            unknown: Vec::new(),
            missing: Vec::new(),
            merged: Vec::new(),
        }
    }

    /// The folder that it lies in, below the study's own.
    pub(super) fn folder(&self) -> &str {
        self.path.rsplit_once('/').map_or("", |(folder, _)| folder)
    }

    /// Whether another file could stand in one entry with this one.
    pub(super) fn is_like(&self, other: &Bound) -> bool {
        let headers = |bound: &Bound| bound.unknown.iter().map(|unknown| unknown.header.clone()).collect::<Vec<_>>();
        self.folder() == other.folder()
            && self.kind == other.kind
            && self.columns == other.columns
            && self.ignore == other.ignore
            && headers(self) == headers(other)
    }
}

impl Draft {
    /// The text for people, who answer its questions.
    pub(super) fn text(&self, problems: &Diagnostics, language: Language) -> String {
        let mut page = Page { text: String::new(), language };
        page.comment(&text!(
            "Bindings for the exports in this folder. What they do not say is asked below: lines with `# ?`.",
            "本文件夹中导出数据的绑定。数据未说明之处以“# ?”提问，请逐一回答。"
        ));
        page.study(self);
        for (index, file) in self.files.iter().enumerate() {
            let is_one_of_several =
                self.files.iter().enumerate().any(|(other, entry)| other != index && entry.kind == file.kind);
            page.file(file, is_one_of_several);
        }
        page.rest(self);
        page.problems(problems);
        page.text
    }

    /// The text with an answer to each question that would keep a run from looking at the rows; no result is made of it.
    pub(super) fn provisional(&self) -> String {
        let mut page = Page { text: String::new(), language: Language::En };
        let release = Loaded::shipped_releases().next_back().unwrap_or_default();
        let _ = write!(
            page.text,
            "[study]\ntitle = \"-\"\nregion = \"CN\"\nfrom = 1900-01-01\nto = 2200-12-31\n\
             [factors]\nrelease = \"{release}\"\ngwp = \"AR5\"\n\
             [allocation]\ndefault = \"mass\"\n[allocation.mass]\nmethod = \"mass\"\n"
        );
        page.boundary(self);
        for file in &self.files {
            page.binding(file, true);
            page.line("ignore = \"rest\"");
        }
        page.text
    }
}

struct Page {
    text: String,
    language: Language,
}

impl Page {
    fn line(&mut self, line: &str) {
        self.text.push_str(line.trim_end());
        self.text.push('\n');
    }

    fn comment(&mut self, text: &Text) {
        let line = format!("# {}", text.in_language(self.language));
        self.line(&line);
    }

    fn ask(&mut self, text: &Text) {
        // A comment of TOML holds no control characters, and cells may.
        let line = format!("{QUESTION} {}", visible(text.in_language(self.language)));
        self.line(&line);
    }

    fn study(&mut self, draft: &Draft) {
        self.line("\n[study]");
        self.line(&format!("title = {}", quoted(&draft.title)));
        self.comment(&text!("plant = \"…\": whose it is, if you like", "plant = \"…\"：企业名称，可不写"));
        self.ask(&text!(
            "where it is: an ISO 3166 code, as in CN-JS, CN or DE",
            "所在地区：ISO 3166 代码，例如 CN-JS、CN"
        ));
        self.line("# region = \"…\"");
        let year = draft.years.iter().next().filter(|_| draft.years.len() == 1);
        match year {
            Some(year) => self.ask(&text!(
                "the reporting period; the exports speak of {year}",
                "核算周期；导出数据中出现的年份为 {year}"
            )),
            None => self.ask(&text!("the reporting period", "核算周期")),
        }
        let year = year.map_or("2024".to_owned(), i16::to_string);
        self.line(&format!("# from = {year}-01-01\n# to = {year}-12-31"));
        self.boundary(draft);
        let release = Loaded::shipped_releases().next_back().unwrap_or_default();
        self.line(&format!("\n[factors]\nrelease = \"{release}\""));
        self.ask(&text!(
            "whose global warming potentials: AR4, AR5 or AR6 of the IPCC",
            "全球变暖潜值采用 IPCC 哪次评估报告：AR4、AR5 或 AR6"
        ));
        self.line("# gwp = \"…\"");
        if draft.products.len() > 1 {
            self.allocation(&draft.products);
        }
    }

    fn boundary(&mut self, draft: &Draft) {
        let stages: Vec<String> = draft.stages.iter().map(|stage| quoted(stage.name())).collect();
        self.line("\n[boundary]");
        self.ask(&text!(
            "what the footprint is to cover: cradle-to-gate if nothing is said, or gate-to-gate, cradle-to-customer, cradle-to-grave",
            "核算范围：不写则为 cradle-to-gate，也可写 gate-to-gate、cradle-to-customer 或 cradle-to-grave"
        ));
        self.line("# kind = \"…\"");
        self.comment(&text!("the stages that the exports belong to", "导出数据所属的阶段"));
        self.line(&format!("stages = [{}]", stages.join(", ")));
    }

    fn allocation(&mut self, products: &[String]) {
        let shares: Vec<String> = products.iter().map(|product| format!("{} = …", quoted(product))).collect();
        let shares = shares.join(", ");
        self.line("");
        self.ask(&text!(
            "how the products share rows that name none of them: by `mass`, `economic` (by revenue), or `fixed`; keep one `method`",
            "未指明产品的数据行如何分配：mass（按产量）、economic（按产值）或 fixed（固定比例）；method 只保留一行"
        ));
        self.line("# [allocation]\n# default = \"shared\"\n# [allocation.shared]\n# method = \"mass\"");
        self.line(&format!("# method = \"fixed\"\n# shares = {{ {shares} }}"));
        self.comment(&text!("reason = \"…\"", "reason = \"…\""));
    }

    fn binding(&mut self, file: &Bound, is_one_of_several: bool) {
        let kind = file.kind.name();
        let section = if is_one_of_several { format!("[[files.{kind}]]") } else { format!("[files.{kind}]") };
        self.line(&format!("\n{section}\npath = {}", quoted(&file.path)));
        let columns: Vec<String> =
            file.columns.iter().map(|(column, header)| format!("{} = {}", column.name(), quoted(header))).collect();
        self.line(&format!("columns = {{ {} }}", columns.join(", ")));
    }

    fn file(&mut self, file: &Bound, is_one_of_several: bool) {
        self.binding(file, is_one_of_several);
        if !file.ignore.is_empty() {
            let headers: Vec<String> = file.ignore.iter().map(|header| quoted(header)).collect();
            self.line(&format!("ignore = [{}]", headers.join(", ")));
        }
        let taken = |column: &Column| file.columns.iter().any(|(bound, _)| bound == column);
        let free = file.kind.columns().iter().filter(|column| !taken(column) && column.kind() != Kind::Remark);
        let free = free.map(|column| column.name()).collect::<Vec<_>>().join(", ");
        for Unknown { header, cells, likely } in &file.unknown {
            let cells = cells.join(", ");
            match likely {
                Some(column) => {
                    let column = column.name();
                    self.ask(&text!(
                        "`{header}` ({cells}) looks like the column `{column}`: add {column} = \"{header}\" to `columns`, or \"{header}\" to `ignore`",
                        "“{header}”（{cells}）像是 `{column}` 列：请在 columns 中加入 {column} = \"{header}\"，或在 ignore 中加入 \"{header}\""
                    ));
                }
                None => self.ask(&text!(
                    "`{header}` ({cells}) is not known: bind it in `columns` ({free}), or add \"{header}\" to `ignore`",
                    "“{header}”（{cells}）无法识别：请在 columns 中绑定（{free}），或在 ignore 中加入 \"{header}\""
                )),
            }
        }
        for (column, header) in &file.merged {
            let (en, zh) = match column {
                Column::Product => ("; as it is, a blank cell means all products", "；否则空白表示由所有产品分摊"),
                _ => ("", ""),
            };
            let column = column.name();
            self.ask(&text!(
                "`{header}` is blank below filled cells: if those were merged, add fill_down = [\"{column}\"]{en}",
                "“{header}”在有内容的单元格下方为空：若原为合并单元格，请写 fill_down = [\"{column}\"]{zh}"
            ));
        }
        for column in file.missing.iter().map(|column| column.name()) {
            self.ask(&text!(
                "no header is `{column}`: add {column} = \"…\" to `columns`, or constants = {{ {column} = \"…\" }}",
                "没有 `{column}` 列：请在 columns 中加入 {column} = \"…\"，或写 constants = {{ {column} = \"…\" }}"
            ));
        }
    }

    /// What could not be bound at all.
    fn rest(&mut self, draft: &Draft) {
        for (name, kinds) in &draft.unsure {
            let kinds: Vec<&str> = kinds.iter().map(|kind| kind.name()).collect();
            let kinds = if kinds.is_empty() { "materials, energy, …".to_owned() } else { kinds.join(", ") };
            self.line("");
            self.ask(&text!("what `{name}` holds: {kinds}?", "`{name}` 的内容是什么：{kinds}？"));
            self.line(&format!("# [[files.…]]\n# path = {}", quoted(name)));
        }
        for name in &draft.workbooks {
            self.line("");
            self.ask(&text!(
                "`{name}` is a workbook, which is not read: save its sheets as “CSV UTF-8”",
                "`{name}` 是工作簿，程序不读取：请将其工作表另存为“CSV UTF-8”"
            ));
        }
    }

    /// What the rows leave open.
    fn problems(&mut self, problems: &Diagnostics) {
        let shown = problems.shown();
        if shown.is_empty() {
            return;
        }
        self.line("");
        self.comment(&text!(
            "What the rows leave open, as a run would say it:",
            "数据行中尚待处理之处（运行时也会提示）："
        ));
        for diagnostic in shown {
            let (file, (line, _)) = (&diagnostic.place.file, diagnostic.place.line_and_column());
            let message = diagnostic.problem.message.in_language(self.language);
            let help = diagnostic.problem.help.in_language(self.language);
            self.ask(&text!("{file}:{line}: {message}; {help}", "{file}:{line}：{message}；{help}"));
        }
        for (code, more) in problems.not_shown() {
            self.ask(&text!("… and {more} more [{code}]", "…… 另有 {more} 处 [{code}]"));
        }
    }
}

/// A text as TOML writes it.
fn quoted(text: &str) -> String {
    let mut quoted = String::from("\"");
    for c in text.chars() {
        match c {
            '"' | '\\' => quoted.extend(['\\', c]),
            c if c.is_control() => {
                let _ = write!(quoted, "\\u{:04X}", u32::from(c));
            }
            c => quoted.push(c),
        }
    }
    quoted + "\""
}
