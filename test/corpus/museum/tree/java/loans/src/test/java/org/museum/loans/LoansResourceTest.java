package org.museum.loans;

import static io.restassured.RestAssured.given;

import io.quarkus.test.junit.QuarkusTest;
import org.junit.jupiter.api.Test;

@QuarkusTest
class LoansResourceTest {
  @Test
  void lists() {
    given().baseUri("http://localhost:8281").when().get("/loans").then().statusCode(200);
  }
}
