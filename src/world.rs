//! Problems of the world, in both languages: what keeps the program from its work and is not in the data.
//!
//! They go up as [`anyhow::Error`]. Each link of the chain is a [`WorldError`], or an error of a library, of which those
//! that users meet have their Chinese here.

use std::error::Error;
use std::fmt;
use std::io::{self, ErrorKind};

use csv::{DeserializeErrorKind, Position};

use crate::text::{Language, Text, text};

/// What is wrong with the world, in both languages, and the error behind it.
#[derive(Debug)]
pub struct WorldError {
    text: Text,
    cause: Option<anyhow::Error>,
}

impl WorldError {
    /// What is wrong, without what is behind it.
    #[must_use]
    pub fn in_language(&self, language: Language) -> &str {
        self.text.in_language(language)
    }
}

impl From<Text> for WorldError {
    fn from(text: Text) -> WorldError {
        WorldError { text, cause: None }
    }
}

impl From<Text> for anyhow::Error {
    fn from(text: Text) -> anyhow::Error {
        WorldError::from(text).into()
    }
}

impl fmt::Display for WorldError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text.en)
    }
}

impl Error for WorldError {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        self.cause.as_ref().map(|cause| cause.as_ref() as &(dyn Error + 'static))
    }
}

/// Says what could not be done because of an error.
pub trait OrSay<T> {
    /// The value, or `text` with the error behind it.
    ///
    /// # Errors
    /// That one.
    fn or_say(self, text: impl FnOnce() -> Text) -> Result<T, WorldError>;
}

impl<T, E: Into<anyhow::Error>> OrSay<T> for Result<T, E> {
    fn or_say(self, text: impl FnOnce() -> Text) -> Result<T, WorldError> {
        self.map_err(|error| WorldError { text: text(), cause: Some(error.into()) })
    }
}

/// What is said where a result has nowhere to go.
#[must_use]
pub fn cannot_write() -> Text {
    text!("cannot write the result", "无法输出结果")
}

/// An error of the system with the name of the file before it.
pub(crate) fn in_file(name: impl fmt::Display, error: &io::Error) -> io::Error {
    let Text { en, zh } = of_system(error);
    io::Error::new(error.kind(), WorldError::from(text!("{name}: {en}", "{name}：{zh}")))
}

/// An error and all that is behind it, in `language`.
#[must_use]
pub fn said(error: &anyhow::Error, language: Language) -> String {
    let links: Vec<String> = error.chain().map(|link| of_link(link).in_language(language).to_owned()).collect();
    links.join(match language {
        Language::En => ": ",
        Language::Zh => "：",
    })
}

fn of_link(link: &(dyn Error + 'static)) -> Text {
    if let Some(error) = link.downcast_ref::<WorldError>() {
        error.text.clone()
    } else if let Some(error) = link.downcast_ref::<io::Error>() {
        of_system(error)
    } else if let Some(error) = link.downcast_ref::<csv::Error>() {
        of_csv(error)
    } else {
        text!("{link}", "{link}")
    }
}

/// What the system says; in Chinese as far as it tells the kind.
fn of_system(error: &io::Error) -> Text {
    if let Some(error) = error.get_ref().and_then(|inner| inner.downcast_ref::<WorldError>()) {
        return error.text.clone();
    }
    let zh = match error.kind() {
        ErrorKind::NotFound => "没有这个文件或文件夹",
        ErrorKind::PermissionDenied => "没有权限",
        ErrorKind::AlreadyExists => "同名的文件或文件夹已存在",
        ErrorKind::IsADirectory => "这是文件夹，不是文件",
        ErrorKind::NotADirectory => "路径中有一段不是文件夹",
        ErrorKind::InvalidFilename => "文件名无效或过长",
        ErrorKind::StorageFull => "磁盘空间不足",
        ErrorKind::QuotaExceeded => "超出磁盘配额",
        ErrorKind::FileTooLarge => "文件过大",
        ErrorKind::ReadOnlyFilesystem => "文件系统只读",
        ErrorKind::ResourceBusy => "文件正被占用",
        ErrorKind::TimedOut => "等待超时",
        ErrorKind::OutOfMemory => "内存不足",
        _ => return text!("{error}", "{error}"),
    };
    // What somebody who helps would look for.
    let number = error.raw_os_error().map(|number| format!("（os error {number}）")).unwrap_or_default();
    text!("{error}", "{zh}{number}")
}

/// What is wrong with a row of a factor release.
fn of_csv(error: &csv::Error) -> Text {
    let line = |position: &Option<Position>| position.as_ref().map_or(0, Position::line);
    let zh = match error.kind() {
        csv::ErrorKind::UnequalLengths { pos, expected_len, len } => {
            format!("第 {} 行有 {len} 列，应有 {expected_len} 列", line(pos))
        }
        csv::ErrorKind::Utf8 { pos, .. } => format!("第 {} 行不是 UTF-8", line(pos)),
        csv::ErrorKind::Deserialize { pos, err } => match err.kind() {
            // The message is serde's: missing field `AR4`.
            DeserializeErrorKind::Message(message) if message.starts_with("missing field ") => {
                format!("缺少列 {}", message.trim_start_matches("missing field "))
            }
            _ => format!("第 {} 行无法读取：{err}", line(pos)),
        },
        _ => error.to_string(),
    };
    text!("{error}", "{zh}")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn not_found() -> io::Error {
        io::Error::from(ErrorKind::NotFound)
    }

    #[test]
    fn every_link_of_a_chain_is_said_in_the_language() {
        let read: Result<(), io::Error> = Err(in_file("a/b.csv", &not_found()));
        let error = anyhow::Error::from(read.or_say(|| text!("cannot read it", "无法读取")).unwrap_err());
        assert_eq!(said(&error, Language::En), "cannot read it: a/b.csv: entity not found");
        assert_eq!(said(&error, Language::En), format!("{error:#}"));
        assert_eq!(said(&error, Language::Zh), "无法读取：a/b.csv：没有这个文件或文件夹");
    }

    #[test]
    fn a_file_is_named_by_all_who_read_it() {
        let error = in_file("study", &in_file("b.csv", &not_found()));
        assert_eq!(error.kind(), ErrorKind::NotFound);
        assert_eq!(said(&error.into(), Language::Zh), "study：b.csv：没有这个文件或文件夹");
    }

    #[test]
    fn what_has_no_chinese_stays_as_the_system_says_it() {
        let error = anyhow::Error::from(io::Error::from(ErrorKind::ConnectionReset));
        assert_eq!(said(&error, Language::Zh), said(&error, Language::En));
    }
}
