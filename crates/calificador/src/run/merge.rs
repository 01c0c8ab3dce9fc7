//! Reunir las partes de un reparto en una sola carpeta, o decir por qué no se puede.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};

use crate::journal::{Bench, Journal, Key};
use crate::model::{Check, Grade, Manifest};

use super::folder::{WorkFolder, journal_of, read_manifest};
use super::{Part, works};

/// Las carpetas de partes que hay en `given`: cada una puede ser la de una parte, o una
/// que las tenga dentro.
///
/// # Errores
/// Si en alguna no hay ninguna parte.
pub fn parts_in(given: &[PathBuf]) -> Result<Vec<PathBuf>> {
    let mut parts = Vec::new();
    for root in given {
        let inside = parts_inside(root)?;
        if !inside.is_empty() {
            parts.extend(inside);
        } else if journal_of(root).is_file() {
            parts.push(root.clone());
        } else {
            bail!(
                "en {} no hay ninguna parte: se esperaba su diario.jsonl, o carpetas parte-I-de-N",
                root.display()
            );
        }
    }
    parts.sort();
    parts.dedup();
    Ok(parts)
}

fn parts_inside(root: &Path) -> Result<Vec<PathBuf>> {
    let broken = || format!("no se puede leer la carpeta {}", root.display());
    let mut parts = Vec::new();
    for entry in fs::read_dir(root).with_context(broken)? {
        let entry = entry.with_context(broken)?;
        let named = entry.file_name().to_string_lossy().starts_with("parte-");
        if named && journal_of(&entry.path()).is_file() {
            parts.push(entry.path());
        }
    }
    Ok(parts)
}

/// Reúne las partes en `into`: su manifiesto, sus archivos y todos sus resultados.
///
/// # Errores
/// Si las partes no son del mismo reparto, si dos dan resultados distintos del mismo
/// trabajo o si falta alguno y no se acepta que falte (`partial`). Entonces no se escribe
/// ningún resultado.
pub fn merge(parts: &[PathBuf], into: &WorkFolder, partial: bool) -> Result<(Manifest, Journal)> {
    let Some((first, others)) = parts.split_first() else {
        bail!("no hay ninguna parte que reunir");
    };
    let manifest = read_manifest(first)?;
    for other in others {
        same_class(first, &manifest, other, &read_manifest(other)?)?;
    }
    let bench = Bench {
        toolchain: manifest.toolchain.clone(),
        boxed: manifest.boxed,
    };
    let journals = parts
        .iter()
        .map(|part| Journal::read(&journal_of(part), bench.clone()))
        .collect::<Result<Vec<Journal>>>()?;
    let wanted = works::of_manifest(&manifest);
    let mut missing = Vec::new();
    for (position, key) in wanted.iter().enumerate() {
        if agreed(key, parts, &journals)?.is_none() {
            missing.push((position, key));
        }
    }
    if !missing.is_empty() && !partial {
        let owners = owners(&missing, parts);
        bail!("{}", gap(&missing, wanted.len(), &manifest, &owners));
    }
    for part in parts {
        copy_sources(part, into, &wanted)?;
    }
    into.write_manifest(&manifest)?;
    let mut whole = Journal::open(&into.journal(), bench)?;
    for key in &wanted {
        let Some(grade) = agreed(key, parts, &journals)? else {
            continue;
        };
        let known = whole.grade(key)?;
        if known
            .as_ref()
            .is_none_or(|known| !same_grade(known, &grade))
        {
            whole.append(key, 1, &grade)?;
        }
    }
    Ok((manifest, whole))
}

/// Que dos partes sean de la misma clase, corregida con lo mismo.
fn same_class(first: &Path, one: &Manifest, second: &Path, other: &Manifest) -> Result<()> {
    let reason = if one.toolchain != other.toolchain {
        format!(
            "se calificaron con otro curso o con otro compilador ({} y {}): usa la misma versión \
             del curso y de Rust en todas las máquinas",
            short(&one.toolchain),
            short(&other.toolchain)
        )
    } else if one.boxed != other.boxed {
        "una se calificó dentro de la caja y otra no".to_owned()
    } else if one.steps != other.steps {
        "no piden los mismos pasos".to_owned()
    } else if one != other {
        format!(
            "no salen de las mismas entregas{}: todas las máquinas tienen que partir de una copia \
             igual, con la misma hoja y la misma tarea",
            first_difference(one, other)
        )
    } else {
        return Ok(());
    };
    bail!(
        "{} y {} no son partes del mismo reparto: {reason}",
        first.display(),
        second.display()
    )
}

fn first_difference(one: &Manifest, other: &Manifest) -> String {
    let pairs = one.entries.iter().zip(&other.entries);
    let different = pairs.clone().find(|(one, other)| one != other);
    match different {
        Some((entry, _)) => format!(" (la primera diferencia, en «{}»)", entry.id),
        None => format!(
            " ({} y {} personas)",
            one.entries.len(),
            other.entries.len()
        ),
    }
}

/// El resultado de `key` en el que están de acuerdo las partes que lo tienen. Un fallo
/// nuestro en una parte no quita el veredicto de otra.
fn agreed(key: &Key, parts: &[PathBuf], journals: &[Journal]) -> Result<Option<Grade>> {
    let mut found: Option<(Grade, &PathBuf)> = None;
    for (part, journal) in parts.iter().zip(journals) {
        let Some(grade) = journal.grade(key)? else {
            continue;
        };
        match &found {
            Some((known, from)) if known.code.is_verdict() && grade.code.is_verdict() => {
                if !same_mark(known, &grade) {
                    bail!(
                        "{} y {} dan resultados distintos del mismo trabajo ({}, {}): {} y {}. \
                         Mira por qué antes de dar notas",
                        from.display(),
                        part.display(),
                        key.step,
                        short(&key.sha256),
                        known.code,
                        grade.code
                    );
                }
            }
            Some((known, _)) if known.code.is_verdict() => {}
            _ => found = Some((grade, part)),
        }
    }
    Ok(found.map(|(grade, _)| grade))
}

/// Si dos resultados dan la misma nota, y por lo mismo. Los textos pueden citar direcciones
/// o números de proceso, que cambian de una vez a otra.
fn same_mark(one: &Grade, other: &Grade) -> bool {
    let marked = |check: &Check| (check.id.clone(), check.passed, check.points, check.weight);
    let marks = |grade: &Grade| grade.checks.iter().map(marked).collect::<Vec<_>>();
    (one.code, one.points, one.max_points) == (other.code, other.points, other.max_points)
        && marks(one) == marks(other)
}

/// Si dos resultados son el mismo. El tiempo que se tardó no es parte de la nota.
fn same_grade(one: &Grade, other: &Grade) -> bool {
    let timeless = |grade: &Grade| Grade {
        duration_ms: 0,
        ..grade.clone()
    };
    timeless(one) == timeless(other)
}

/// De qué partes es lo que falta, si las carpetas se llaman como las de un solo reparto.
fn owners(missing: &[(usize, &Key)], parts: &[PathBuf]) -> Vec<Part> {
    let of_folder = |path: &PathBuf| Part::of_folder(&path.file_name()?.to_string_lossy());
    let mut splits: Vec<Vec<Part>> = parts.iter().filter_map(of_folder).map(Part::all).collect();
    splits.dedup();
    let [split] = splits.as_slice() else {
        return Vec::new();
    };
    let lacks = |part: &Part| missing.iter().any(|(position, _)| part.has(*position));
    split.iter().copied().filter(lacks).collect()
}

fn gap(missing: &[(usize, &Key)], total: usize, manifest: &Manifest, owners: &[Part]) -> String {
    let people = manifest
        .entries
        .iter()
        .filter(|entry| {
            missing.iter().any(|(_, key)| {
                let source = entry.sources.get(&key.step);
                source.is_some_and(|source| source.sha256 == key.sha256)
            })
        })
        .map(|entry| format!("{} ({})", entry.student.name, entry.id));
    let whose = match first_few(owners.iter().map(|part| format!("la {part}")), ", ") {
        none if none.is_empty() => none,
        some => format!(" ({some})"),
    };
    format!(
        "faltan {} de {total} trabajos por calificar{whose}, de: {}. Termina las partes que \
         falten y vuelve a reunirlas; o usa --parcial, y los informes lo dirán en su nombre",
        missing.len(),
        first_few(people, "; ")
    )
}

/// Los primeros, y cuántos más.
fn first_few(all: impl IntoIterator<Item = String>, separator: &str) -> String {
    const SHOWN: usize = 5;
    let mut shown: Vec<String> = all.into_iter().collect();
    if let Some(more @ 1..) = shown.len().checked_sub(SHOWN) {
        shown.truncate(SHOWN);
        shown.push(format!("y {more} más"));
    }
    shown.join(separator)
}

fn copy_sources(part: &Path, into: &WorkFolder, wanted: &[Key]) -> Result<()> {
    for key in wanted {
        let path = part.join("fuentes").join(format!("{}.rs", key.sha256));
        if into.source(&key.sha256) == path || !path.is_file() {
            continue;
        }
        let text = fs::read_to_string(&path)
            .with_context(|| format!("no se puede leer {}", path.display()))?;
        into.keep(&key.sha256, &text)?;
    }
    Ok(())
}

/// El principio de un resumen, que basta para distinguirlo.
fn short(digest: &str) -> &str {
    digest.get(..12).unwrap_or(digest)
}
