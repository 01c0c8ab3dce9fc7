//! Lo que solo se ve con la clase entera delante: qué parecido es el normal.

use super::*;

/// Una clase en la que cada cual escribe lo suyo, más quien diga `extra`.
fn class(size: usize, extra: &[(&str, &str)]) -> Vec<(String, String)> {
    let own = (0..size).map(|student| {
        let mut seed = student as u64;
        let body: String = (0..12)
            .map(|_| {
                seed = seed
                    .wrapping_mul(6_364_136_223_846_793_005)
                    .wrapping_add(1442);
                STATEMENTS[(seed >> 33) as usize % STATEMENTS.len()]
            })
            .collect();
        (
            format!("persona{student:03}"),
            format!("fn answer() {{ {body} }}"),
        )
    });
    let extra = extra
        .iter()
        .map(|(id, text)| ((*id).to_owned(), (*text).to_owned()));
    own.chain(extra).collect()
}

fn compare_class(class: &[(String, String)]) -> Similarity {
    let documents: Vec<Document> = class
        .iter()
        .map(|(id, text)| Document { id, text })
        .collect();
    compare("paso1", &documents, &[], &Settings::default())
}

#[test]
fn en_una_clase_honrada_una_copia_se_sale_de_lo_normal() {
    let mut class = class(40, &[]);
    class[7].1 = disguises::rename(&class[3].1);

    let similarity = compare_class(&class);

    let unusual: Vec<(&str, &str)> = similarity
        .pairs
        .iter()
        .filter(|pair| pair.unusual)
        .map(|pair| (&*pair.left, &*pair.right))
        .collect();
    assert_eq!(unusual, [("persona003", "persona007")]);
    assert_eq!(similarity.pairs[0].kinship, Kinship::SameShape);
    assert!(similarity.pairs[0].above > 0.99);
    assert_eq!(similarity.distribution.pairs, 40 * 39 / 2);
    assert_eq!(
        similarity.distribution.histogram.iter().sum::<u64>(),
        40 * 39 / 2
    );
}

#[test]
fn en_una_clase_pequena_no_hay_normal() {
    let mut class = class(5, &[]);
    class[4].1 = class[3].1.clone();

    let similarity = compare_class(&class);

    assert_eq!(similarity.distribution.unusual_from, None);
    assert!(!similarity.pairs[0].unusual);
    assert_eq!(similarity.pairs[0].kinship, Kinship::SameFile);
    assert_eq!(similarity.groups[0].ids, ["persona003", "persona004"]);
}

#[test]
fn lo_que_tiene_media_clase_no_cuenta_pero_se_dice_quienes_son() {
    let mut class = class(40, &[]);
    let shared = class[0].1.clone();
    for (_, text) in &mut class[1..20] {
        text.clone_from(&shared);
    }

    let similarity = compare_class(&class);

    assert!(similarity.too_short.len() >= 20);
    assert!(similarity.pairs.iter().all(|pair| pair.score < 0.5));
    assert_eq!(similarity.groups.len(), 1);
    assert_eq!(similarity.groups[0].ids.len(), 20);
    assert_eq!(similarity.groups[0].kinship, Kinship::SameFile);
}

#[test]
fn de_un_archivo_descomunal_se_avisa() {
    let huge = "x += 1;\n".repeat(200_000);
    let class = class(3, &[("zoe", &huge)]);

    let similarity = compare_class(&class);

    assert_eq!(similarity.cut_short, ["zoe"]);
}
