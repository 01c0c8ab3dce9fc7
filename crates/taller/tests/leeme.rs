//! El README y «Cómo está hecho»: lo que enlazan existe, lo que enseñan se ve, las órdenes
//! que dan están, y las cajas dependen de quien dicen.

mod common;

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use common::Course;

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

fn readme() -> String {
    page("README.md")
}

fn page(name: &str) -> String {
    fs::read_to_string(root().join(name)).unwrap()
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
fn lo_que_enlazan_existe() {
    for name in ["README.md", "ARQUITECTURA.md"] {
        let text = page(name);

        let targets = targets(&text);

        assert!(targets.len() > 3, "{name}: {targets:?}");
        for target in targets {
            assert!(root().join(target).exists(), "{name}: no existe {target}");
        }
    }
}

/// De qué depende el paquete de esta carpeta, para algo más que probarse.
fn dependencies(folder: &Path) -> BTreeSet<String> {
    let manifest = fs::read_to_string(folder.join("Cargo.toml")).unwrap();
    let manifest: toml::Table = manifest.parse().unwrap();
    let declared = manifest.get("dependencies").and_then(|it| it.as_table());
    declared
        .into_iter()
        .flat_map(toml::Table::keys)
        .cloned()
        .collect()
}

fn folders(parent: &str) -> Vec<PathBuf> {
    fs::read_dir(root().join(parent))
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.join("Cargo.toml").exists())
        .collect()
}

fn name(folder: &Path) -> String {
    folder.file_name().unwrap().to_str().unwrap().to_owned()
}

fn crates() -> BTreeSet<String> {
    folders("crates").iter().map(|path| name(path)).collect()
}

#[test]
fn las_flechas_son_las_que_hay() {
    let text = page("ARQUITECTURA.md");
    let drawn: BTreeSet<(String, String)> = text
        .lines()
        .filter_map(|line| line.trim().split_once(" --> "))
        .map(|(from, to)| (from.to_owned(), to.to_owned()))
        .collect();

    let real: BTreeSet<(String, String)> = folders("crates")
        .iter()
        .flat_map(|path| dependencies(path).into_iter().map(|to| (name(path), to)))
        .filter(|(_, to)| crates().contains(to))
        .collect();

    assert_eq!(drawn, real);
}

#[test]
fn cada_caja_esta_en_la_tabla() {
    let text = page("ARQUITECTURA.md");

    for name in crates() {
        assert!(text.contains(&format!("| [`{name}`]")), "{name}");
    }
}

#[test]
fn nada_del_curso_depende_de_la_orden_ni_del_calificador() {
    let steps = folders("exercises");
    let inside = |place: &str| {
        steps
            .iter()
            .map(|step| step.join(place))
            .collect::<Vec<_>>()
    };
    let parts = [inside("tests/checks"), inside("opciones")].concat();

    for folder in steps.iter().chain(&parts).chain(&folders("solutions")) {
        let needs = dependencies(folder);
        assert!(
            !needs.contains("taller") && !needs.contains("calificador"),
            "{}: {needs:?}",
            folder.display()
        );
    }
}

#[test]
fn ni_el_juez_ni_las_opciones_dependen_de_lo_que_escribe_un_estudiante() {
    let steps = folders("exercises");
    let written: BTreeSet<String> = steps.iter().map(|step| name(step)).collect();

    for step in &steps {
        for (part, needed) in [("tests/checks", "juez"), ("opciones", "castellano")] {
            let needs = dependencies(&step.join(part));
            assert!(needs.contains(needed), "{}: {needs:?}", step.display());
            assert!(needs.is_disjoint(&written), "{}: {needs:?}", step.display());
        }
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
    let text = readme() + &page("ARQUITECTURA.md");
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
