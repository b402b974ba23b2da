//! Sharing out among co-products (ISO 14044:2006, 4.3.4; ISO 14067:2018, 6.4.6).

use std::collections::BTreeMap;

use crate::amount::{Amount, Inexact, ratio, share_out};
use crate::diagnostic::{Diagnostic, Diagnostics, nearest, problem};
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

    fn weights_of(&self, products: &[usize]) -> Option<Vec<Amount>> {
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
            Method::Mass => by_mass(name, rule, products, diagnostics),
            Method::Economic => by_revenue(name, rule, products, diagnostics),
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

fn by_mass(
    name: &str,
    rule: &AllocationRule,
    products: &[Product],
    diagnostics: &mut Diagnostics,
) -> Option<Vec<Option<Amount>>> {
    let mut weights = Vec::new();
    for product in products {
        match product.mass() {
            Ok(Some(mass)) => weights.push(Some(mass)),
            Ok(None) => {
                diagnostics.push(Diagnostic::new(problem::missing_mass(&product.name, name), product.place.clone()));
            }
            Err(error) => diagnostics.push(Diagnostic::new(problem::inexact(error), product.place.clone())),
        }
    }
    all_known(weights, name, rule, products, diagnostics)
}

/// By revenue: price × output of the period, whatever part of it was sold.
fn by_revenue(
    name: &str,
    rule: &AllocationRule,
    products: &[Product],
    diagnostics: &mut Diagnostics,
) -> Option<Vec<Option<Amount>>> {
    let mut weights = Vec::new();
    let mut currency: Option<&str> = None;
    for product in products {
        let Some((price, own)) = &product.price else {
            diagnostics.push(Diagnostic::new(problem::missing_price(&product.name, name), product.place.clone()));
            continue;
        };
        match currency {
            Some(first) if first != own => {
                let problem = problem::mixed_currencies(name, first, own);
                diagnostics.push(Diagnostic::new(problem, product.place.clone()));
                continue;
            }
            _ => currency = Some(own),
        }
        match ratio(&[*price, product.output.amount], &[]) {
            Ok(revenue) => weights.push(Some(revenue)),
            Err(error) => diagnostics.push(Diagnostic::new(problem::inexact(error), product.place.clone())),
        }
    }
    all_known(weights, name, rule, products, diagnostics)
}

fn all_known(
    weights: Vec<Option<Amount>>,
    name: &str,
    rule: &AllocationRule,
    products: &[Product],
    diagnostics: &mut Diagnostics,
) -> Option<Vec<Option<Amount>>> {
    if weights.len() < products.len() {
        return None;
    }
    if !weights.is_empty() && weights.iter().flatten().all(|weight| weight.is_zero()) {
        diagnostics.push(Diagnostic::new(problem::shares_no_ratio(name), rule.place.clone()));
        return None;
    }
    Some(weights)
}
