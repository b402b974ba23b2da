//! Sharing out among co-products (ISO 14044:2006, 4.3.4; ISO 14067:2018, 6.4.6).

use std::collections::BTreeMap;

use crate::amount::{Amount, Inexact, share_out};
use crate::diagnostic::{Diagnostic, Diagnostics, Problem, nearest, problem};
use crate::product::Product;
use crate::study::{AllocationRule, Study};
use crate::word::Method;

/// An allocation key, ready to use: the weight of every product.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AllocationKey {
    /// Its name in study.toml.
    pub name: String,
    /// How it shares out.
    pub method: Method,
    /// The weight of each product, in the order of the products; nothing for one that it has no weight for.
    weights: Vec<Option<Amount>>,
}

/// A part of a whole that falls to one product.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Part {
    /// The product, by its place in the list.
    pub product: usize,
    /// The part as a fraction of the whole.
    pub share: Amount,
}

impl AllocationKey {
    /// The shares of `products`, which add up to one. Nothing where a product has no weight, or all weigh nothing.
    #[must_use]
    pub fn shares(&self, products: &[usize]) -> Option<Result<Vec<Part>, Inexact>> {
        let weights = self.weights_of(products)?;
        let parts = share_out(Amount::ONE, &weights);
        let parts =
            parts.map(|parts| products.iter().zip(parts).map(|(&product, share)| Part { product, share }).collect());
        Some(parts)
    }

    /// `whole` shared out among `products`; the parts add up to it exactly.
    #[must_use]
    pub fn share_out(&self, whole: Amount, products: &[usize]) -> Option<Result<Vec<Amount>, Inexact>> {
        self.weights_of(products).map(|weights| share_out(whole, &weights))
    }

    /// The weights of `products`. Nothing where one has none, or all weigh nothing.
    #[must_use]
    pub fn weights_of(&self, products: &[usize]) -> Option<Vec<Amount>> {
        let weights: Option<Vec<Amount>> = products.iter().map(|product| self.weights[*product]).collect();
        weights.filter(|weights| weights.iter().any(|weight| !weight.is_zero()))
    }
}

/// The keys of the study with the weights that its products give them.
#[must_use]
pub fn read_keys(
    study: &Study,
    products: &[Product],
    diagnostics: &mut Diagnostics,
) -> BTreeMap<String, AllocationKey> {
    let mut keys = BTreeMap::new();
    for (name, rule) in &study.allocation {
        let weights = match rule.method {
            Method::Fixed => fixed(name, rule, products, diagnostics),
            Method::Mass => by_property(name, rule, products, diagnostics, |product| mass(name, product)),
            Method::Economic => {
                let mut currency = None;
                by_property(name, rule, products, diagnostics, |product| revenue(name, product, &mut currency))
            }
        };
        if let Some(weights) = weights {
            keys.insert(name.clone(), AllocationKey { name: name.clone(), method: rule.method, weights });
        }
    }
    keys
}

fn fixed(
    name: &str,
    rule: &AllocationRule,
    products: &[Product],
    diagnostics: &mut Diagnostics,
) -> Option<Vec<Option<Amount>>> {
    let mut weights = vec![None; products.len()];
    let mut sound = true;
    for (product, share) in &rule.shares {
        let Some(index) = products.iter().position(|known| known.name == product.value) else {
            let names: Vec<&str> = products.iter().map(|known| known.name.as_str()).collect();
            let near = nearest(&product.value, names.iter().copied());
            let problem = problem::unknown_product(&product.value, &near, &names);
            diagnostics.push(Diagnostic::new(problem, product.place.clone()));
            sound = false;
            continue;
        };
        if share.is_negative() {
            diagnostics.push(Diagnostic::new(problem::shares_no_ratio(name), product.place.clone()));
            sound = false;
        }
        weights[index] = Some(*share);
    }
    if sound && !rule.shares.is_empty() && rule.shares.iter().all(|(_, share)| share.is_zero()) {
        diagnostics.push(Diagnostic::new(problem::shares_no_ratio(name), rule.place.clone()));
        sound = false;
    }
    sound.then_some(weights)
}

/// By a property that every product has: `weigh` gives it, or says what is wrong with the product.
fn by_property(
    name: &str,
    rule: &AllocationRule,
    products: &[Product],
    diagnostics: &mut Diagnostics,
    mut weigh: impl FnMut(&Product) -> Result<Amount, Problem>,
) -> Option<Vec<Option<Amount>>> {
    let mut weights = Vec::new();
    for product in products {
        match weigh(product) {
            Ok(weight) => weights.push(Some(weight)),
            Err(problem) => diagnostics.push(Diagnostic::new(problem, product.place.clone())),
        }
    }
    if weights.len() < products.len() {
        return None;
    }
    if weights.iter().flatten().all(|weight| weight.is_zero()) {
        diagnostics.push(Diagnostic::new(problem::shares_no_ratio(name), rule.place.clone()));
        return None;
    }
    Some(weights)
}

fn mass(name: &str, product: &Product) -> Result<Amount, Problem> {
    product.mass().map_err(problem::inexact)?.ok_or_else(|| problem::missing_mass(&product.name, name))
}

/// Price × output of the period, whatever part of it was sold. All prices are in the `currency` of the first.
fn revenue(name: &str, product: &Product, currency: &mut Option<String>) -> Result<Amount, Problem> {
    let (price, own) = product.price.as_ref().ok_or_else(|| problem::missing_price(&product.name, name))?;
    let first = currency.get_or_insert_with(|| own.clone());
    if first != own {
        return Err(problem::mixed_currencies(name, first, own));
    }
    price.times(product.output.amount).map_err(problem::inexact)
}
