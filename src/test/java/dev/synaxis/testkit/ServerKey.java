package dev.synaxis.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;

/**
 * The key of a server on 127.0.0.1 and its certificate, in a PKCS12 store; the same file is what a client trusts.
 *
 * @param password of the store and the key
 */
public record ServerKey(Path store, String password) {

    /** A new one, made in this folder. */
    public static ServerKey create(Path directory) {
        Path store = directory.resolve("server.p12");
        String password = "store-password";
        try {
            int exit = new ProcessBuilder(
                            Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                            "-J-XX:TieredStopAtLevel=1", "-genkeypair", "-alias", "server", "-keyalg", "EC",
                            "-dname", "CN=localhost", "-ext", "san=ip:127.0.0.1,dns:localhost",
                            "-storetype", "PKCS12", "-keystore", store.toString(), "-storepass", password)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start()
                    .waitFor();
            if (exit != 0) {
                throw new IllegalStateException("keytool ended with " + exit);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return new ServerKey(store, password);
    }
}
