//! Emissions from what is used to the stages, and on to the products.

use maud::{Markup, html as markup};

use super::drawing::{Anchor, Chart, LINE, Picture, WIDTH, lines, paragraph, text, widest};
use super::{NEWLINE, Page, drawing};
use crate::report::document::{Cell, FlowChart, FlowLink, FlowNode};
use crate::report::labels::html as words;
use crate::report::page::THOUSANDS;
use crate::text::Text;

/// How high all emissions are together.
const FLOW: usize = 2600;
/// The thinnest flow that is seen well.
const THIN: usize = 12;
/// The width of a node.
const NODE: usize = 110;
/// Between two nodes.
const GAP: usize = 110;
/// Between a node and its label.
const BESIDE: usize = 70;
/// The most room for labels on either side.
const LABEL: usize = 1650;

pub(super) fn figure(page: &Page<'_>, chart: &FlowChart) -> Markup {
    let names = |nodes: &[FlowNode]| {
        let each = |node: &FlowNode| words::place(&name(&node.label), &node.emissions.shown(THOUSANDS));
        words::listed(&nodes.iter().map(each).collect::<Vec<_>>())
    };
    let description = vec![
        words::in_all(&chart.emissions.shown(THOUSANDS)),
        words::sources(&names(&chart.sources)),
        words::stages(&names(&chart.stages)),
        words::products(&names(&chart.products)),
    ];
    let pictures = vec![picture(page, chart)];
    let notes = if chart.removals { vec![words::no_removals()] } else { Vec::new() };
    let (id, title) = ("chart-flows".to_owned(), words::flow_chart());
    drawing::figure(page, Chart { id, title, description, pictures, notes })
}

/// What a place is called, in both languages.
fn name(label: &Cell) -> Text {
    match label {
        Cell::Words(words) => words.clone(),
        Cell::Name(name) => Text { en: name.clone(), zh: name.clone() },
        Cell::Blank | Cell::Number(_) => Text { en: String::new(), zh: String::new() },
    }
}

/// A node: where it is, and its label.
struct Node {
    y: usize,
    height: usize,
    label_y: usize,
    name: Vec<String>,
    number: String,
}

/// Nodes one below the other.
struct Column {
    x: usize,
    label: Label,
    nodes: Vec<Node>,
    height: usize,
}

/// Where the labels of a column are: what is in the middle has flows on both sides.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Label {
    Left,
    Above,
    Right,
}

impl Column {
    /// Places the nodes in `order`, each with the room that it and its label need, so that nothing overlaps.
    fn new(page: &Page<'_>, label: Label, nodes: &[FlowNode], order: &[usize], heights: &[usize]) -> Column {
        let mut placed: Vec<(usize, Node)> = Vec::new();
        let mut y = 0;
        for &index in order {
            let name = lines(&nodes[index].label.shown(page.language, THOUSANDS), LABEL);
            let (height, text) = (heights[index], (name.len() + 1) * LINE);
            let (above, below) = match label {
                Label::Above => (text + 30, 0),
                Label::Left | Label::Right => (text.saturating_sub(height) / 2, text.saturating_sub(height) / 2),
            };
            let top = y + above;
            let label_y = if label == Label::Above { y } else { (top + height / 2).saturating_sub(text / 2) };
            y = top + height + below + GAP;
            let number = nodes[index].emissions.shown(THOUSANDS);
            placed.push((index, Node { y: top, height, label_y, name, number }));
        }
        placed.sort_by_key(|(index, _)| *index);
        let nodes: Vec<Node> = placed.into_iter().map(|(_, node)| node).collect();
        let labels = widest(nodes.iter().flat_map(|node| node.name.iter().chain([&node.number])));
        let x = match label {
            Label::Left => labels + BESIDE,
            Label::Above => (WIDTH - NODE) / 2,
            Label::Right => WIDTH.saturating_sub(labels + BESIDE + NODE),
        };
        Column { x, label, nodes, height: y.saturating_sub(GAP) }
    }

    /// In the middle of what is `height` high.
    fn centred(mut self, height: usize) -> Column {
        let down = (height - self.height) / 2;
        for node in &mut self.nodes {
            node.y += down;
            node.label_y += down;
        }
        self
    }

    fn drawn(&self) -> Markup {
        let (x, anchor) = match self.label {
            Label::Left => (self.x - BESIDE, Anchor::End),
            Label::Above => (self.x + NODE / 2, Anchor::Middle),
            Label::Right => (self.x + NODE + BESIDE, Anchor::Start),
        };
        markup! {
            @for node in &self.nodes { (NEWLINE)
                rect.node x=(self.x) y=(node.y) width=(NODE) height=(node.height) {}
                (paragraph(x, node.label_y, anchor, &node.name))
                (text(x, node.label_y + node.name.len() * LINE, anchor, Some("quiet"), &node.number))
            }
        }
    }
}

/// How thick a flow is.
fn thickness(chart: &FlowChart, link: &FlowLink) -> usize {
    link.emissions.amount.length(chart.emissions.amount, FLOW).max(THIN)
}

/// How high nodes are: as high as all flows on the one side, or on the other.
fn heights(nodes: usize, sides: &[Vec<(usize, usize)>]) -> Vec<usize> {
    let side =
        |side: &Vec<(usize, usize)>, node| side.iter().filter(|(at, _)| *at == node).map(|(_, thick)| thick).sum();
    (0..nodes).map(|node| sides.iter().map(|one| side(one, node)).max().unwrap_or(0).max(THIN)).collect()
}

fn picture(page: &Page<'_>, chart: &FlowChart) -> Picture {
    let ends = |links: &[FlowLink], end: fn(&FlowLink) -> usize| -> Vec<(usize, usize)> {
        links.iter().map(|link| (end(link), thickness(chart, link))).collect()
    };
    let from: fn(&FlowLink) -> usize = |link| link.from;
    let to: fn(&FlowLink) -> usize = |link| link.to;
    let (first, second) = (&chart.to_stages, &chart.to_products);

    // Sources of one stage lie together, so that fewer flows cross.
    let main_stage = |source: &usize| {
        let of = first.iter().filter(|link| link.from == *source);
        of.max_by_key(|link| (link.emissions.amount, std::cmp::Reverse(link.to))).map(|link| link.to)
    };
    let mut order: Vec<usize> = (0..chart.sources.len()).collect();
    order.sort_by_key(main_stage);
    let in_order = |nodes: &[FlowNode]| (0..nodes.len()).collect::<Vec<usize>>();

    let sources = heights(chart.sources.len(), &[ends(first, from)]);
    let sources = Column::new(page, Label::Left, &chart.sources, &order, &sources);
    let stages = heights(chart.stages.len(), &[ends(first, to), ends(second, from)]);
    let stages = Column::new(page, Label::Above, &chart.stages, &in_order(&chart.stages), &stages);
    let products = heights(chart.products.len(), &[ends(second, to)]);
    let products = Column::new(page, Label::Right, &chart.products, &in_order(&chart.products), &products);
    let height = sources.height.max(stages.height).max(products.height);
    let [sources, stages, products] = [sources, stages, products].map(|column| column.centred(height));

    let content = markup! {
        (flows(page, chart, first, (&chart.sources, &sources, &order), (&chart.stages, &stages)))
        (flows(page, chart, second, (&chart.stages, &stages, &in_order(&chart.stages)), (&chart.products, &products)))
        (sources.drawn()) (stages.drawn()) (products.drawn())
    };
    Picture { width: WIDTH, height: height + 40, content }
}

/// The flows between two columns; at each node they lie in the order of the nodes that they come from and go to.
fn flows(
    page: &Page<'_>,
    chart: &FlowChart,
    links: &[FlowLink],
    (from_nodes, from, order): (&[FlowNode], &Column, &[usize]),
    (to_nodes, to): (&[FlowNode], &Column),
) -> Markup {
    let (x0, x1) = (from.x + NODE, to.x);
    let middle = usize::midpoint(x0, x1);
    let mut out: Vec<usize> = from.nodes.iter().map(|node| node.y).collect();
    let mut into: Vec<usize> = to.nodes.iter().map(|node| node.y).collect();
    let mut drawn = Vec::new();
    for &source in order {
        for link in links.iter().filter(|link| link.from == source) {
            let thick = thickness(chart, link);
            let (y0, y1) = (out[link.from], into[link.to]);
            out[link.from] += thick;
            into[link.to] += thick;
            let (z0, z1) = (y0 + thick, y1 + thick);
            let d =
                format!("M{x0} {y0}C{middle} {y0} {middle} {y1} {x1} {y1}V{z1}C{middle} {z1} {middle} {z0} {x0} {z0}Z");
            let [left, right] = [&from_nodes[link.from], &to_nodes[link.to]].map(|node| name(&node.label));
            drawn.push((d, words::link(&left, &right, &link.emissions.shown(THOUSANDS))));
        }
    }
    markup! {
        @for (d, title) in drawn { (NEWLINE) path.flow d=(d) { title { (page.say(&title)) } } }
    }
}
