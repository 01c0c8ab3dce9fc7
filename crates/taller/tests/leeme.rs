//! El README: lo que enlaza existe, lo que enseña se ve y las órdenes que da están.

mod common;

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use common::Course;

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

fn readme() -> String {
    fs::read_to_string(root().join("README.md")).unwrap()
}

/// Adónde llevan sus enlaces y sus imágenes, dentro del repositorio.
fn targets(text: &str) -> BTreeSet<&str> {
    text.split("](")
        .skip(1)
        .filter_map(|rest| rest.split([')', '#']).next())
        .filter(|target| !target.contains("://"))
        .collect()
}

#[test]
fn lo_que_enlaza_existe() {
    let text = readme();

    let targets = targets(&text);

    assert!(targets.len() > 3, "{targets:?}");
    for target in targets {
        assert!(root().join(target).exists(), "no existe {target}");
    }
}

#[test]
fn sus_dibujos_se_ven_fuera_del_libro() {
    let text = readme();
    let pictures: Vec<&str> = targets(&text)
        .into_iter()
        .filter(|target| Path::new(target).extension() == Some("svg".as_ref()))
        .collect();

    assert!(!pictures.is_empty());
    for picture in pictures {
        let svg = fs::read_to_string(root().join(picture)).unwrap();
        // Suelta, una imagen sin espacio de nombres no se dibuja, y nadie le da colores.
        assert!(
            svg.contains(r#"xmlns="http://www.w3.org/2000/svg""#),
            "{picture}"
        );
        for shape in svg
            .lines()
            .filter(|line| line.starts_with("<rect") || line.starts_with("<text"))
        {
            assert!(shape.contains(" fill=\""), "{picture}: {shape}");
        }
    }
}

#[test]
fn las_ordenes_que_da_existen() {
    let course = Course::real();
    let text = readme();
    let orders: BTreeSet<&str> = text
        .split("cargo run -- ")
        .skip(1)
        .filter_map(|rest| rest.split([' ', '`', '\n']).next())
        .collect();

    assert!(orders.len() > 8, "{orders:?}");
    for order in orders {
        let output = course.command().args([order, "--ayuda"]).output().unwrap();
        assert!(output.status.success(), "cargo run -- {order}: {output:?}");
    }
}
