package org.museum.exhibits;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import jakarta.inject.Singleton;
import javax.sql.DataSource;

@Singleton
public class Archive {
  private final DataSource old;
  private final DataSource house;

  Archive() {
    var cfg = new HikariConfig();
    cfg.setJdbcUrl("jdbc:mysql://127.0.0.1:3306/archive?useSSL=false");
    cfg.setUsername("archive");
    old = new HikariDataSource(cfg);

    var pg = new HikariConfig();
    pg.setDataSourceClassName("org.postgresql.ds.PGSimpleDataSource");
    pg.addDataSourceProperty("serverName", "localhost");
    pg.addDataSourceProperty("portNumber", "5434");
    pg.addDataSourceProperty("databaseName", "house");
    house = new HikariDataSource(pg);
  }
}
