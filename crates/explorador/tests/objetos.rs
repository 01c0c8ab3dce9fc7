//! Los objetos del núcleo por los que hablan los procesos, uno a uno.

mod comun;

use comun::{explore, explore_with, outputs, verdicts};
use explorador::{Gap, LimitKind, Limits, Verdict};

/// Explora sin que nada se quede sin ver y devuelve las salidas.
fn all_outputs(name: &str) -> Vec<String> {
    let report = explore(name);
    assert!(report.exhaustive, "{name}");
    assert_eq!(verdicts(&report), [Verdict::Ok], "{name}");
    outputs(&report)
}

#[test]
fn una_senal_puede_interrumpir_una_espera_o_llegar_antes() {
    let report = explore("eintr");

    assert_eq!(outputs(&report), ["interrumpida\n", "recogido\n"]);
    // Lo atiende un manejador: en mitad de un cálculo no se prueba, y lo dice.
    assert!(report.gaps.contains(&Gap::InterruptedWork));
}

#[test]
fn sigwait_recoge_la_senal_llegue_cuando_llegue() {
    assert_eq!(all_outputs("espera_senal"), ["USR1\n"]);
}

#[test]
fn una_alarma_puede_vencer_antes_de_pause() {
    let report = explore("alarma");
    assert_eq!(verdicts(&report), [Verdict::Ok, Verdict::Deadlock]);
    assert_eq!(outputs(&report), ["ring\nfin\n"]);
}

#[test]
fn sondear_con_wnohang_y_dormir_no_gira_para_siempre() {
    assert_eq!(all_outputs("sondeo"), ["5\n"]);
}

#[test]
fn eventfd_y_poll_sincronizan() {
    assert_eq!(all_outputs("eventfd"), ["lleno\n"]);
}

#[test]
fn dos_proyecciones_de_un_memfd_son_la_misma_memoria() {
    assert_eq!(all_outputs("alias"), ["lleno\n", "vacio\n"]);
}

#[test]
fn la_memoria_con_nombre_y_dev_zero_tambien_se_comparten() {
    assert_eq!(all_outputs("nombrada"), ["7 8\n"]);
}

#[test]
fn el_nucleo_puede_leer_y_escribir_en_la_region_vigilada() {
    assert_eq!(all_outputs("nucleo"), ["hola\n0\n"]);
}

#[test]
fn el_programa_puede_proteger_y_mover_su_region() {
    let report = explore("protege");
    assert_eq!(verdicts(&report), [Verdict::Crash]);
    assert_eq!(report.outcomes[0].stdout_text(), "x 11\n");
}

#[test]
fn vfork_posix_spawn_y_exec_en_un_hijo() {
    assert_eq!(all_outputs("lanza"), ["uno\ndos\n7\nENOENT\n"]);
}

#[test]
fn quien_llena_una_tuberia_espera_dentro_del_nucleo() {
    assert_eq!(all_outputs("tuberia_grande"), ["200000 0\n"]);
}

#[test]
fn una_senal_al_propio_grupo_no_sale_del_programa() {
    let report = explore("grupo");
    assert_eq!(outputs(&report), ["15\n"]);
    assert_eq!(verdicts(&report), [Verdict::Ok, Verdict::Deadlock]);
}

#[test]
fn tres_generaciones() {
    assert_eq!(all_outputs("nietos"), ["nieto\nhijo\nabuelo\n"]);
}

#[test]
fn mutex_y_condicion_entre_procesos() {
    assert_eq!(all_outputs("cerrojo"), ["listo\n"]);
}

#[test]
fn un_cerrojo_de_archivo_hace_cola() {
    assert_eq!(all_outputs("cerrojo_archivo"), ["2\n"]);
}

#[test]
fn tres_filosofos_se_bloquean_y_ordenados_no() {
    let report = explore("tubos_fifo");
    assert!(report.exhaustive);
    assert_eq!(verdicts(&report), [Verdict::Ok, Verdict::Deadlock]);
    let ordered = explore_with("tubos_fifo", &["-DORDEN"], |explorer| explorer);
    assert!(ordered.exhaustive);
    assert_eq!(verdicts(&ordered), [Verdict::Ok]);
}

#[test]
fn lo_que_no_acaba_se_corta_y_dice_por_que() {
    let limits = Limits {
        silence: std::time::Duration::from_millis(200),
        output: 10_000,
        processes: 20,
        ..Limits::default()
    };
    for (name, limit) in [
        ("sin_fin", LimitKind::Silence),
        ("charlatan", LimitKind::Output),
        ("conejos", LimitKind::Processes),
    ] {
        let report = explore_with(name, &[], |explorer| explorer.limits(limits.clone()));
        assert_eq!(report.outcomes[0].verdict, Verdict::Timeout, "{name}");
        assert_eq!(report.outcomes[0].limit, Some(limit), "{name}");
    }
}

#[test]
fn sin_llaves_de_proteccion_se_ve_lo_mismo() {
    for name in [
        "carrera",
        "contador",
        "semaforo",
        "nucleo",
        "protege",
        "alias",
        "cerrojo_archivo",
        "giro",
        "tras_soltar",
        "nucleo_responde",
    ] {
        let plain = |mut report: explorador::Report| {
            report.elapsed = std::time::Duration::ZERO;
            report.program.clear();
            report.to_json().to_string()
        };
        let keys = plain(explore(name));
        let pages = plain(explore_with(
            name,
            &[],
            explorador::Explorer::without_protection_keys,
        ));
        assert_eq!(keys, pages, "{name}");
    }
}

#[test]
fn lo_que_el_nucleo_contesta_llega_tambien_a_memoria_cerrada() {
    let with_keys = explore("nucleo_responde");
    let without = explore_with(
        "nucleo_responde",
        &[],
        explorador::Explorer::without_protection_keys,
    );
    for report in [with_keys, without] {
        assert!(report.exhaustive);
        assert_eq!(outputs(&report), ["19 7 0 0 1 1\n"]);
    }
}

#[test]
fn muchas_exploraciones_a_la_vez_no_se_estorban() {
    let expected = outputs(&explore("contador"));
    std::thread::scope(|scope| {
        let workers: Vec<_> = (0..6)
            .map(|_| scope.spawn(|| outputs(&explore("contador"))))
            .collect();
        for worker in workers {
            assert_eq!(worker.join().expect("termina"), expected);
        }
    });
}

#[test]
fn los_hilos_se_rechazan_y_lo_que_no_existe_se_explica() {
    use explorador::{Error, Explorer, Program};
    let missing = Explorer::new(Program::new("./no-existe")).explore();
    assert!(matches!(missing, Err(Error::Start(_))), "{missing:?}");
    let binary = comun::compile("hilos", &[]);
    let threads = Explorer::new(Program::new(binary)).explore();
    assert!(matches!(threads, Err(Error::Multithreaded)), "{threads:?}");
}

#[test]
fn lo_que_se_cierra_al_cambiar_de_programa_ya_no_se_comparte() {
    let report = explore("cambia_de_programa");

    assert!(report.exhaustive);
    assert!(report.schedules < 5, "{}", report.schedules);
}
