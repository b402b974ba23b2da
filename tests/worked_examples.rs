//! Worked examples from the literature, each with its citation.
#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

mod common;

use common::{STUDY, StudyFolder, amount, product, sum};
use pertonne::amount::{Amount, ratio};
use pertonne::word::Word;

/// GHG Protocol, Technical Guidance for Calculating Scope 3 Emissions (2013), category 4, example 4.3 (Deutsche Post
/// DHL), option II: 31.5 kg CO2 of one tour are shared out over three shipments by 240, 150 and 100 t·km: 15.43,
/// 9.64 and 6.43 kg.
#[test]
fn ghg_protocol_example_4_3_shares_a_tour_out_by_tonne_kilometres() {
    let study = format!(
        "{STUDY}\n[allocation]\ndefault = \"tkm\"\n\n[allocation.tkm]\nmethod = \"fixed\"\n\
         shares = {{ \"Shipment 1\" = 240, \"Shipment 2\" = 150, \"Shipment 3\" = 100 }}\n"
    );
    let folder = StudyFolder::new(&[
        ("study.toml", &study),
        ("products.csv", "product,output,unit\nShipment 1,1,piece\nShipment 2,1,piece\nShipment 3,1,piece\n"),
        ("factors.csv", "activity,value,unit\nTour,31.5,kgCO2/km\n"),
        ("vehicles.csv", "vehicle,fuel,consumption,consumption_unit\n"),
        ("materials.csv", "item,quantity,unit\nTour,1,km\n"),
    ]);
    let footprint = folder.footprint();
    let kilograms: Vec<String> =
        footprint.products.iter().map(|p| p.emissions.times(amount("1000")).unwrap().to_fixed(2, "")).collect();
    assert_eq!(kilograms, ["15.43", "9.64", "6.43"]);
}

/// Earthster, "Co-product allocation" (help article 11431902): 0.6 kg of soy oil at 2.60 $/kg and 0.4 kg of soy meal at
/// 1.00 $/kg share an impact of 1 kg CO2e: 60 % and 40 % by mass, 80 % and 20 % by value (1.56 and 0.40 of 1.96 $).
#[test]
fn soy_oil_and_meal_share_by_mass_and_by_revenue() {
    let folder = StudyFolder::new(&[
        ("products.csv", "product,output,unit,price,currency\nOil,0.6,kg,2.60,USD\nMeal,0.4,kg,1.00,USD\n"),
        ("factors.csv", "activity,value,unit\nSoybeans,1,kgCO2e/kg\n"),
        ("materials.csv", "item,quantity,unit\nSoybeans,1,kg\n"),
    ]);
    for (method, oil, meal) in [("mass", "60", "40"), ("economic", "80", "20")] {
        let key = format!("{STUDY}\n[allocation]\ndefault = \"key\"\n[allocation.key]\nmethod = \"{method}\"\n");
        folder.write("study.toml", key.as_bytes());
        let footprint = folder.footprint();
        let share = |name: &str| product(&footprint, name).contributions[0].allocation.as_ref().unwrap().share;
        let percent = |name: &str| share(name).times(amount("100")).unwrap().to_fixed(0, "");
        assert_eq!((percent("Oil"), percent("Meal")), (oil.to_owned(), meal.to_owned()), "{method}");
    }
}

/// IPCC 2006 Guidelines, vol. 2, ch. 1, tables 1.2 to 1.4: gas/diesel oil has 43.0 TJ/Gg and 20.2 kg C/GJ; wholly
/// oxidised that is 74 100 kg CO2/TJ (rounded from 74 067), or 3.186 t CO2 per t with the rounded factor.
#[test]
fn ipcc_2006_diesel_follows_from_calorific_value_and_carbon_content() {
    let folder = StudyFolder::new(&[
        ("study.toml", STUDY),
        ("products.csv", "product,output,unit\nHeat,1,GJ\n"),
        (
            "factors.csv",
            "activity,value,unit,ncv,carbon_content,oxidation,boundary\nGas oil,,tCO2/t,43.0,0.0202,1,combustion\n",
        ),
        ("energy.csv", "item,quantity,unit\nGas oil,1,t\n"),
    ]);
    let computed = product(&folder.footprint(), "Heat").emissions;
    assert_eq!(computed, ratio(&["43", "0.0202", "44"].map(amount), &[amount("12")]).unwrap());
    let per_terajoule = ratio(&[computed, amount("1000000")], &[amount("43")]).unwrap();
    // The table rounds to hundreds of kg/TJ: 74 067 is printed as 74 100.
    assert_eq!(ratio(&[per_terajoule], &[amount("100")]).unwrap().to_fixed(0, ""), "741");
    assert_eq!(ratio(&[amount("74.1"), amount("43")], &[amount("1000")]).unwrap(), amount("3.1863"));
    assert_eq!(computed.to_fixed(3, ""), "3.185");
}

/// The Chinese guideline for other non-ferrous metals (NDRC 2015), appendix 2, as worked out in a published footprint
/// report (Gongyi, 2024): diesel 43.33 GJ/t × 0.0202 tC/GJ × 98 % × 44/12, natural gas 389.31 GJ/10⁴ m³ × 0.0153 tC/GJ
/// × 99 % × 44/12. The shipped table derives the same, unrounded.
#[test]
fn ndrc_2015_fuels_of_the_shipped_table_are_derived_unrounded() {
    let folder = StudyFolder::new(&[
        ("study.toml", STUDY),
        ("products.csv", "product,output,unit\nHeat,1,GJ\n"),
        ("energy.csv", "item,quantity,unit\n柴油,1,t\n天然气,1,万m³\n"),
    ]);
    let footprint = folder.footprint();
    let of = |item: &str| sum(product(&footprint, "Heat"), |c| c.item == item);
    assert_eq!(of("柴油"), amount("3.145122493333333333"));
    assert_eq!(of("天然气"), amount("21.62188809"));
}

/// The vehicles' way of counting, in the units of the same report: trips × distance × L/100 km × density × factor.
#[test]
fn a_lorry_counted_by_trips_distance_and_consumption() {
    let folder = StudyFolder::new(&[
        ("study.toml", STUDY),
        ("products.csv", "product,output,unit\nMelt,1,t\n"),
        ("vehicles.csv", "vehicle,fuel,consumption,consumption_unit,density\n重型货车,柴油,32,L/100km,0.84\n"),
        ("transport.csv", "leg,item,vehicle,distance,trips,fleet\ninbound,废铝,重型货车,250,400,own\n"),
    ]);
    // 100,000 km × 0.32 L/km × 0.84 kg/L = 26,880 kg.
    let footprint = folder.footprint();
    let contribution = &product(&footprint, "Melt").contributions[0];
    assert_eq!((contribution.activity.amount, contribution.scope), (amount("26.88"), 1));
    assert_eq!(
        contribution.emissions,
        ratio(&["26.88", "43.33", "0.0202", "0.98", "44"].map(amount), &[amount("12")]).unwrap()
    );
}

/// R410A is half HFC-32 and half HFC-125 by mass (ASHRAE 34). Its GWP-100 is 2088 by AR4 (675 and 3500), as tables of
/// refrigerants print it, 1923.5 by AR5 (677 and 3170), 2255.5 by AR6 (771 and 3740).
#[test]
fn the_gwp_of_a_blend_is_the_weighted_mean_of_its_components() {
    for (set, gwp) in [("AR4", "2087.5"), ("AR5", "1923.5"), ("AR6", "2255.5")] {
        let folder = StudyFolder::new(&[
            ("study.toml", &STUDY.replace("AR5", set)),
            ("products.csv", "product,output,unit\nCold,1,t\n"),
            ("fugitives.csv", "item,gas,quantity,unit\nAir conditioning,R-410A,1,t\n"),
        ]);
        assert_eq!(product(&folder.footprint(), "Cold").emissions, amount(gwp), "{set}");
    }
}

/// A product counted in pieces: a cast wheel of 13.77 kg, shown per piece; by mass it shares with a product in tonnes.
#[test]
fn pieces_share_by_the_mass_of_a_piece() {
    let study = format!("{STUDY}\n[allocation]\ndefault = \"key\"\n[allocation.key]\nmethod = \"mass\"\n");
    let folder = StudyFolder::new(&[
        ("study.toml", &study),
        (
            "products.csv",
            "product,output,unit,piece_mass,piece_mass_unit\nWheel,1000,piece,13.77,kg\nIngot,13.77,t,,\n",
        ),
        ("factors.csv", "activity,value,unit\nAluminium,10,tCO2e/t\n"),
        ("materials.csv", "item,quantity,unit\nAluminium,27.54,t\n"),
    ]);
    let footprint = folder.footprint();
    assert_eq!(product(&footprint, "Wheel").emissions, amount("137.7"));
    assert_eq!(product(&footprint, "Wheel").per_unit, amount("0.1377"));
    assert_eq!(product(&footprint, "Ingot").per_unit, amount("10"));
    assert_eq!(
        product(&footprint, "Wheel").contributions[0].allocation.as_ref().unwrap().share,
        ratio(&[Amount::ONE], &[amount("2")]).unwrap()
    );
}

/// IPCC 2006 Guidelines, vol. 1, ch. 3, eq. 3.2: independent uncertainties of a sum are combined by the root of the sum of
/// their squares, each weighted by its quantity, over the sum. 200 t CO2e ± 5 % and 100 t CO2e ± 20 % are off by 10 and
/// 20 t: √(10² + 20²) = √500 = 22.3607 t, or 7.4536 % of 300 t. A gas that is metered and certain adds to the sum alone.
#[test]
fn ipcc_2006_equation_3_2_combines_the_uncertainty_of_two_factors() {
    let folder = StudyFolder::new(&[
        ("study.toml", STUDY),
        ("products.csv", "product,output,unit\nCasting,150,t\n"),
        (
            "factors.csv",
            "activity,value,unit,uncertainty\nAluminium,2,tCO2e/t,5%\nZinc,4,tCO2e/t,±20 %\nGas,1,tCO2e/t,\n",
        ),
        ("materials.csv", "item,quantity,unit\nAluminium,100,t\nZinc,25,t\n"),
    ]);
    let interval = |folder: &StudyFolder| {
        let footprint = folder.footprint();
        let interval = product(&footprint, "Casting").quality.as_ref().unwrap().uncertainty.unwrap();
        let ends = [interval.low, interval.high, interval.low_per_unit, interval.high_per_unit];
        let sides = [interval.below.unwrap(), interval.above.unwrap()];
        (ends.map(|end| end.to_fixed(4, "")), sides.map(|side| side.to_percent(4)), interval.share.to_percent(2))
    };
    let both = |text: &str| [text.to_owned(), text.to_owned()];
    let (ends, sides, share) = interval(&folder);
    assert_eq!(ends, ["277.6393", "322.3607", "1.8509", "2.1491"]);
    assert_eq!((sides, share.as_str()), (both("7.4536 %"), "100.00 %"));
    // 22.3607 of 400 t.
    folder.write("materials.csv", b"item,quantity,unit\nAluminium,100,t\nZinc,25,t\nGas,100,t\n");
    let (ends, sides, share) = interval(&folder);
    assert_eq!(ends[..2], ["377.6393", "422.3607"]);
    assert_eq!((sides, share.as_str()), (both("5.5902 %"), "75.00 %"));
}

/// Of a lognormal value 95 % lie between value ÷ g² and value × g², g being the geometric standard deviation ("Log-normal
/// distributions across the sciences", `BioScience` 51 (2001) 341; the data quality guideline of ecoinvent counts likewise).
/// 144 t CO2e with g = 1.2: 144 ÷ 1.44 = 100 and 144 × 1.44 = 207.36. Beside 256 t CO2e ± 12.890625 %, which is 33 t, the
/// lower side is √(44² + 33²) = 55 t and the upper one √(63.36² + 33²) = √5103.4896 = 71.4387 t.
#[test]
fn a_lognormal_factor_reaches_further_above_than_below() {
    let folder = StudyFolder::new(&[
        ("study.toml", STUDY),
        ("products.csv", "product,output,unit\nCasting,1,t\n"),
        (
            "factors.csv",
            "activity,value,unit,uncertainty,gsd\nNickel,1.44,tCO2e/t,,1.2\nSteel,2.56,tCO2e/t,12.890625%,\n",
        ),
        ("materials.csv", "item,quantity,unit\nNickel,100,t\n"),
    ]);
    let interval =
        |folder: &StudyFolder| product(&folder.footprint(), "Casting").quality.as_ref().unwrap().uncertainty.unwrap();
    assert_eq!((interval(&folder).low, interval(&folder).high), (amount("100"), amount("207.36")));
    folder.write("materials.csv", b"item,quantity,unit\nNickel,100,t\nSteel,100,t\n");
    let both = interval(&folder);
    assert_eq!((both.low, both.high.round(4)), (amount("345"), amount("471.4387")));
}

/// PACT Methodology v3, data quality: a rating of a footprint is the mean of those of its inputs, weighted by their
/// emissions. 60 t CO2e rated 1, 30 t rated 3 and 10 t not rated: (60 × 1 + 30 × 3) ÷ 90 = 1.6667, for 90 % of them.
#[test]
fn pact_ratings_are_weighted_by_emissions() {
    let folder = StudyFolder::new(&[
        ("study.toml", STUDY),
        ("products.csv", "product,output,unit\nCasting,1,t\n"),
        (
            "factors.csv",
            "排放源,数值,单位,技术代表性,temporalDQR\nCopper,6,tCO2e/t,1,\nZinc,3,tCO2e/t,3,2.5\nTin,1,tCO2e/t,,\n",
        ),
        ("materials.csv", "item,quantity,unit\nCopper,10,t\nZinc,10,t\nTin,10,t\n"),
    ]);
    let footprint = folder.footprint();
    let ratings = &product(&footprint, "Casting").quality.as_ref().unwrap().ratings;
    let ratings: Vec<_> = ratings.iter().map(|(of, mean)| (of.name(), mean.rating.round(4), mean.share)).collect();
    let expected = [("technology", "1.6667", "0.9"), ("time", "2.5", "0.3")];
    assert_eq!(ratings, expected.map(|(of, rating, share)| (of, amount(rating), amount(share))));
}
