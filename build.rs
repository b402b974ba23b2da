//! Indexes the shipped releases of the factor table, so that a run reads the few rows that it needs and not all of them:
//! the hash of each release, where its rows stand, and which rows a name finds. The names are folded, and the files
//! hashed, by the same code that the program uses; a test holds the index against the table read as a whole.

#[path = "src/factor/files.rs"]
mod files;
#[path = "src/source/hash.rs"]
#[allow(dead_code, unreachable_pub, reason = "of the program's module the script needs one function")]
mod hash;
#[path = "src/name.rs"]
#[allow(unreachable_pub, reason = "a module of the program")]
mod name;

use std::collections::BTreeMap;
use std::error::Error;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::{env, fs};

use files::{FACTORS, FILES};

fn main() -> Result<(), Box<dyn Error>> {
    println!("cargo::rerun-if-changed=factors");
    let mut releases = Vec::new();
    for entry in fs::read_dir("factors")? {
        let path = entry?.path();
        if path.is_dir() {
            releases.push(path);
        }
    }
    // 2024.10 comes after 2024.9.
    let numbers = |path: &PathBuf| {
        let name = path.file_name().and_then(|name| name.to_str()).unwrap_or_default();
        name.split('.').map(|number| number.parse::<u32>().unwrap_or(u32::MAX)).collect::<Vec<_>>()
    };
    releases.sort_by_key(numbers);
    let mut code = String::from("&[\n");
    for release in releases {
        index(&release, &mut code).map_err(|error| format!("{}: {error}", release.display()))?;
    }
    code.push_str("]\n");
    fs::write(Path::new(&env::var("OUT_DIR")?).join("releases.rs"), code)?;
    Ok(())
}

/// Writes the index of a release as an expression of Rust.
fn index(release: &Path, code: &mut String) -> Result<(), Box<dyn Error>> {
    let mut contents = Vec::new();
    for file in FILES {
        contents.push(fs::read(release.join(file))?);
    }
    let hash = hash::sha256(FILES.into_iter().zip(contents.iter().map(Vec::as_slice)));

    let mut rows = Vec::new();
    let mut names: BTreeMap<String, Vec<usize>> = BTreeMap::new();
    let mut full_names: BTreeMap<String, usize> = BTreeMap::new();
    let mut reader = csv::Reader::from_path(release.join(FACTORS))?;
    let headers = reader.headers()?.clone();
    let header_end = reader.position().byte();
    let mut record = csv::StringRecord::new();
    while reader.read_record(&mut record)? {
        let row = rows.len();
        let start = record.position().ok_or("a record without a place")?;
        let cell = |column: &str| {
            let index = headers.iter().position(|header| header == column).ok_or(format!("no column {column}"))?;
            Ok::<_, String>(record[index].trim().to_owned())
        };
        let mut full_name = cell("activity")?;
        let mut own = vec![full_name.clone(), cell("name_zh")?, cell("name_en")?];
        own.extend(cell("aliases")?.split([';', '；']).map(str::to_owned));
        for name in own.iter().map(|name| name::fold(name)).filter(|name| !name.is_empty()) {
            let found = names.entry(name).or_default();
            if found.last() != Some(&row) {
                found.push(row);
            }
        }
        for part in [cell("region")?, cell("year")?].into_iter().filter(|part| !part.is_empty()) {
            write!(full_name, "/{part}")?;
        }
        full_names.insert(name::fold(&full_name), row);
        let place = (start.line(), start.byte()..reader.position().byte());
        rows.push((place, cell("region")?, cell("year")?, cell("boundary")?));
    }
    let name = release.file_name().and_then(|name| name.to_str()).ok_or("no name")?;
    writeln!(code, "EmbeddedRelease {{ name: {name:?}, sha256: {hash:?}, header: 0..{header_end}, rows: &[")?;
    for ((line, bytes), region, year, boundary) in rows {
        let region = Some(region).filter(|region| !region.is_empty());
        let year = year.parse::<i16>().ok();
        let fields = format!("region: {region:?}, year: {year:?}, boundary: {boundary:?}");
        write!(code, "EmbeddedRow {{ line: {line}, bytes: {}..{}, {fields} }}, ", bytes.start, bytes.end)?;
    }
    write!(code, "],\nnames: &[")?;
    for (name, rows) in names {
        write!(code, "({name:?}, &{rows:?}), ")?;
    }
    write!(code, "],\nfull_names: &[")?;
    for (name, row) in full_names {
        write!(code, "({name:?}, {row}), ")?;
    }
    writeln!(code, "] }},")?;
    Ok(())
}
