//! What charts are drawn with: lines of text that fit, fills that differ without colour, and the frame around it all.
//!
//! Lengths are in tenths of a pixel on a screen, so that whole numbers are exact enough.

use maud::{Markup, html as markup};
use unicode_width::UnicodeWidthChar;

use super::{NEWLINE, Page};
use crate::report::grid::wrap_by;
use crate::text::Text;
use crate::word::{Stage, Word};

/// How wide a chart is unless its numbers need more.
pub(super) const WIDTH: usize = 7200;
/// The size of all letters.
pub(super) const FONT: usize = 120;
/// From one line of a text to the next.
pub(super) const LINE: usize = 150;
/// From the top of a line to the foot of its letters.
const BASE: usize = 112;
/// The small field that shows a fill.
const SWATCH: usize = 100;

/// A chart: its picture, and what it says in words.
pub(super) struct Chart {
    /// Unique on the page.
    pub(super) id: String,
    pub(super) title: Text,
    /// What it says, for who does not see it.
    pub(super) description: Vec<Text>,
    pub(super) pictures: Vec<Picture>,
    pub(super) notes: Vec<Text>,
}

/// One of the pictures of a chart; a page may end between them.
pub(super) struct Picture {
    pub(super) width: usize,
    pub(super) height: usize,
    pub(super) content: Markup,
}

/// A chart as a figure of the page.
pub(super) fn figure(page: &Page<'_>, chart: Chart) -> Markup {
    let Chart { id, title, description, pictures, notes } = chart;
    let description: Vec<String> = description.iter().map(|text| page.say(text)).collect();
    markup! {
        figure #(id) { (NEWLINE)
            figcaption { (page.say(&title)) }
            @for (index, picture) in pictures.into_iter().enumerate() {
                @let part = format!("{id}-{index}");
                (NEWLINE)
                svg viewBox={ "0 0 " (picture.width) " " (picture.height) } role="img"
                    aria-labelledby={ (part) "-title " (part) "-desc" } {
                    title id={ (part) "-title" } { (page.say(&title)) }
                    desc id={ (part) "-desc" } { @if index == 0 { (description.join(" ")) } }
                    (picture.content)
                    (NEWLINE)
                }
            }
            @for note in &notes { p.note { (page.say(note)) } }
        }
    }
}

/// The fills of stages that a style sheet cannot mix, for all charts of the page.
pub(super) fn patterns() -> Markup {
    let pattern = |id: &str, size: usize, d: &str| {
        markup! {
            pattern id=(id) width=(size) height=(size) patternUnits="userSpaceOnUse" {
                rect.paper width=(size) height=(size) {}
                path.hatch d=(d) {}
            }
        }
    };
    markup! {
        svg.patterns width="0" height="0" aria-hidden="true" {
            defs {
                (pattern("fill-hatch", 60, "M-15 15L15 -15M0 60L60 0M45 75L75 45"))
                (pattern("fill-cross", 60, "M0 30H60M30 0V60"))
                (pattern("fill-bars", 50, "M0 25H50"))
            }
        }
    }
}

/// The class that fills what belongs to a stage.
pub(super) fn fill(stage: Stage) -> String {
    format!("fill {}", stage.name())
}

/// How wide a text is. No font is measured: letters count as what the widest common ones need.
pub(super) fn advance(text: &str) -> usize {
    let advance = |c: char| match c.width_cjk() {
        None | Some(0) => 0,
        Some(2..) => FONT,
        Some(1) if "WMmw@%&".contains(c) => FONT * 19 / 20,
        Some(1) if c.is_uppercase() => FONT * 3 / 4,
        Some(1) => FONT * 3 / 5,
    };
    text.chars().map(advance).sum()
}

/// The width of the widest text.
pub(super) fn widest<T: AsRef<str>>(texts: impl IntoIterator<Item = T>) -> usize {
    texts.into_iter().map(|text| advance(text.as_ref())).max().unwrap_or(0)
}

/// A text in lines that are not wider than `width`; a word that is wider is broken.
pub(super) fn lines(text: &str, width: usize) -> Vec<String> {
    let mut lines = Vec::new();
    for line in wrap_by(text, width, advance) {
        let mut rest = String::new();
        for c in line.chars() {
            if !rest.is_empty() && advance(&rest) + advance(c.encode_utf8(&mut [0; 4])) > width {
                lines.push(std::mem::take(&mut rest));
            }
            rest.push(c);
        }
        lines.push(rest);
    }
    lines
}

/// Which end of a text its place is.
#[derive(Clone, Copy)]
pub(super) enum Anchor {
    Start,
    Middle,
    End,
}

impl Anchor {
    fn name(self) -> Option<&'static str> {
        match self {
            Anchor::Start => None,
            Anchor::Middle => Some("middle"),
            Anchor::End => Some("end"),
        }
    }
}

/// A line of text whose top is at `y`.
pub(super) fn text(x: usize, y: usize, anchor: Anchor, class: Option<&str>, text: &str) -> Markup {
    markup! { text x=(x) y=(y + BASE) text-anchor=[anchor.name()] class=[class] { (text) } }
}

/// Lines of text, the first of which has its top at `y`.
pub(super) fn paragraph(x: usize, y: usize, anchor: Anchor, lines: &[String]) -> Markup {
    markup! {
        text y=(y + BASE) text-anchor=[anchor.name()] {
            @for (index, line) in lines.iter().enumerate() {
                tspan x=(x) dy=[(index > 0).then_some(LINE)] { (line) }
            }
        }
    }
}

/// A filled rectangle. What is not nothing is seen, however small.
pub(super) fn bar(class: &str, x: usize, y: usize, width: usize, height: usize) -> Markup {
    markup! { rect class=(class) x=(x) y=(y) width=(width.max(6)) height=(height) {} }
}

/// Texts that each have the fill of a stage before them, from `x` to `right`, in as many lines as they need. Gives
/// their height, too.
pub(super) fn swatches(texts: &[(Stage, String)], x: usize, right: usize, y: usize) -> (Markup, usize) {
    let (mut at, mut top) = (x, y);
    let mut places = Vec::new();
    for (stage, text) in texts {
        let width = SWATCH + 50 + advance(text);
        if at > x && at + width > right {
            (at, top) = (x, top + LINE + 20);
        }
        places.push((*stage, text, at, top));
        at += width + 160;
    }
    let content = markup! {
        @for (stage, label, x, y) in places {
            (bar(&fill(stage), x, y + 18, SWATCH, SWATCH))
            (text(x + SWATCH + 50, y, Anchor::Start, None, label))
        }
    };
    (content, top + LINE - y)
}

/// The legend of the stages that are drawn, each once.
pub(super) fn legend(page: &Page<'_>, stages: impl Iterator<Item = Stage>) -> (Markup, usize) {
    let mut drawn: Vec<Stage> = stages.collect();
    drawn.sort_unstable();
    drawn.dedup();
    let texts: Vec<(Stage, String)> = drawn.into_iter().map(|stage| (stage, page.say(&stage.title()))).collect();
    swatches(&texts, 0, WIDTH, 0)
}
