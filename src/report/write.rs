//! Where a report goes: one file, or a folder with a file for each table. What somebody else wrote stays.

use std::fs;
use std::io::{self, Cursor, Read};
use std::path::Path;

use super::document::Report;
use super::labels::tables as words;
use crate::column::STUDY_FILE;
use crate::output::{NamedFile, is_inside, write_files};
use crate::study::is_table;
use crate::text::{Language, text, visible};
use crate::world::OrSay;

/// The table that says which program made the report.
const STUDY_TABLE: &str = "study.csv";

/// Where a report goes.
#[derive(Clone, Copy, Debug)]
pub struct Destination<'d> {
    /// The study's folder, into which nothing goes that would be taken for data.
    pub study: &'d Path,
    /// The file, or the folder.
    pub path: &'d Path,
    /// Whether what somebody else wrote may be replaced.
    pub force: bool,
}

impl Destination<'_> {
    /// Writes a report that is one file.
    ///
    /// # Errors
    /// A place that is none for it, a file that somebody else wrote, or that cannot be written.
    pub fn write_file(self, content: Vec<u8>) -> anyhow::Result<()> {
        let shown = self.path.display();
        let Some(name) = self.path.file_name().and_then(|name| name.to_str()) else {
            return Err(text!("`{shown}` is no file name", "`{shown}` 不是文件名").into());
        };
        if is_inside(self.path, self.study).unwrap_or(false) && (is_table(name) || name == STUDY_FILE) {
            return Err(text!(
                "`{shown}` lies in the study, where it would be taken for data; name another file or folder",
                "`{shown}` 位于核算文件夹内，会被当作数据；请换一个文件名或文件夹"
            )
            .into());
        }
        if !self.force && !is_free(self.path, is_report)? {
            return Err(text!(
                "`{shown}` is there already, and no report of this program; nothing was written (--force replaces it)",
                "`{shown}` 已存在，且不是本程序生成的报告；未写入任何文件（--force 可覆盖）"
            )
            .into());
        }
        let folder = self.path.parent().filter(|parent| *parent != Path::new("")).unwrap_or(Path::new("."));
        write_files(folder, &[(name.to_owned(), content)])
    }

    /// Writes a report that is a folder of tables. Tables of an earlier report that this one does not have are removed.
    ///
    /// # Errors
    /// A place that is none for it, a file that somebody else wrote, or that cannot be written.
    pub fn write_folder(self, files: &[NamedFile]) -> anyhow::Result<()> {
        let shown = self.path.display();
        if is_inside(self.path, self.study).unwrap_or(false) {
            return Err(text!(
                "`{shown}` lies in the study, where tables would be taken for data; name another folder",
                "`{shown}` 位于核算文件夹内，其中的表格会被当作数据；请换一个文件夹"
            )
            .into());
        }
        let is_own = fs::read(self.path.join(STUDY_TABLE)).is_ok_and(|bytes| is_report(&bytes));
        let there: Vec<&str> =
            files.iter().map(|(name, _)| name.as_str()).filter(|name| self.path.join(name).exists()).collect();
        if !self.force && !is_own && !there.is_empty() {
            let (en, zh) = (there.join(", "), there.join("、"));
            return Err(text!(
                "`{shown}` holds {en} already, and no report of this program; nothing was written (--force replaces them)",
                "`{shown}` 中已有 {zh}，且不是本程序生成的报告；未写入任何文件（--force 可覆盖）"
            )
            .into());
        }
        write_files(self.path, files)?;
        let is_left = |name: &&str| is_own && files.iter().all(|(written, _)| written != name);
        let left = Report::NAMES.map(|name| format!("{name}.csv"));
        for name in left.iter().map(String::as_str).filter(is_left) {
            let removed = fs::remove_file(self.path.join(name));
            if removed.as_ref().is_err_and(|error| error.kind() != io::ErrorKind::NotFound) {
                removed.or_say(|| text!("cannot remove the earlier `{name}`", "无法删除先前的 `{name}`"))?;
            }
        }
        Ok(())
    }
}

/// What was written: a file, or as many tables into a folder.
#[must_use]
pub fn wrote_text(path: &str, tables: Option<usize>, language: Language) -> String {
    let path = visible(path);
    let text = match tables {
        None => text!("wrote {path}", "已写入 {path}"),
        Some(tables) => text!("wrote {tables} tables into {path}", "已在 {path} 写入 {tables} 个表格"),
    };
    text.in_language(language).to_owned() + "\n"
}

/// Whether nothing is at a path, or what `is_own` says may be replaced.
fn is_free(path: &Path, is_own: impl FnOnce(&[u8]) -> bool) -> anyhow::Result<bool> {
    match fs::read(path) {
        Ok(bytes) => Ok(is_own(&bytes)),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(true),
        Err(error) => {
            let shown = path.display();
            Err(error).or_say(|| text!("cannot look at `{shown}`", "无法查看 `{shown}`"))?
        }
    }
}

/// Whether these are the bytes of a report, in whatever format: each says which program made it.
fn is_report(bytes: &[u8]) -> bool {
    if bytes.starts_with(b"PK") {
        return creator(bytes).is_ok_and(|properties| properties.contains("<dc:creator>pertonne</dc:creator>"));
    }
    let Ok(text) = std::str::from_utf8(bytes) else { return false };
    let made_by = words::made_by();
    let says_so = |line: &str| {
        line.contains("pertonne ") && (line.contains(&made_by.en) || line.contains(&made_by.zh))
            || line.contains("\"schema\": \"pertonne.report/")
            || line.contains("<meta name=\"generator\" content=\"pertonne")
    };
    text.lines().any(says_so)
}

/// What a workbook says of itself.
fn creator(bytes: &[u8]) -> anyhow::Result<String> {
    let mut properties = String::new();
    zip::ZipArchive::new(Cursor::new(bytes))?.by_name("docProps/core.xml")?.read_to_string(&mut properties)?;
    Ok(properties)
}
